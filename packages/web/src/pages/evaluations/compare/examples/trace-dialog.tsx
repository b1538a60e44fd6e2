import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { buttonClass } from '../../../../components/button.tsx';
import { Dialog } from '../../../../components/dialog.tsx';
import { TraceView } from '../../../traces/trace/trace-view.tsx';
import styles from './example-drawer.module.css';

/** The trace of a trial over the page, from where the reader comes back to the comparison as it was. */
export function TraceDialog({
  entity,
  project,
  call,
  title,
  onClose,
}: {
  readonly entity: string;
  readonly project: string;
  /** The call that is shown first. */
  readonly call: string;
  readonly title: string;
  readonly onClose: () => void;
}) {
  const [shown, setShown] = useState(call);
  const [tab, setTab] = useState<string | undefined>();
  const [show, setShow] = useState<string | undefined>();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      width="full"
      footer={
        <Link
          to="/$entity/$project/weave/calls/$call"
          params={{ entity, project, call: shown }}
          className={buttonClass()}
        >
          Open as a page
        </Link>
      }
    >
      <div className={styles.trace}>
        <TraceView
          entity={entity}
          project={project}
          call={shown}
          tab={tab}
          show={show}
          onChoose={setShown}
          onTab={setTab}
          onShow={setShow}
        />
      </div>
    </Dialog>
  );
}
