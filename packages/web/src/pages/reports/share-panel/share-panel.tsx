import {
  newBlockId,
  type ReportHead,
  type ReportNode,
  type RunsPart,
  reportPath,
} from '@runloom/model';
import { Link2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { CopyField } from '../../../components/copy-field.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import { AreaField } from '../../../components/fields.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { useSharePanel } from '../../../data/share-panel.ts';
import type { PanelSpec } from '../../../panels/panel-spec.ts';
import { gridOfPanel, PANEL_HEIGHT } from '../add/grid-of.ts';
import {
  EXPIRIES,
  type Expiry,
  expiresAt,
  frameOf,
  LINK_DATA,
  LINK_DATA_HINTS,
  type LinkData,
  readOrigins,
} from '../share/link-choices.ts';
import { useRecording } from '../share/use-recording.tsx';
import styles from './share-panel.module.css';

/** Room for the panel's frame and the time of its data. */
const FRAME_HEIGHT = PANEL_HEIGHT + 110;

/** Makes a secret link behind which stands one panel with the runs that it shows, and nothing else. */
export function SharePanel({
  entity,
  project,
  runs,
  panel,
  onClose,
}: {
  readonly entity: string;
  readonly project: string;
  readonly runs: RunsPart;
  readonly panel: PanelSpec;
  readonly onClose: () => void;
}) {
  const place = { entity, project };
  const { record, stage } = useRecording();
  const share = useSharePanel(place);
  const [data, setData] = useState<LinkData>('live');
  const [expiry, setExpiry] = useState<Expiry>('30');
  const [sites, setSites] = useState('');
  const { origins, wrong } = readOrigins(sites);
  const made = share.data;
  const make = () => {
    const block = newBlockId();
    const node: ReportNode = {
      type: 'panelGrid',
      attrs: { block, grid: gridOfPanel(place, runs, panel) },
    };
    share.mutate({
      title: `Panel: ${panel.title}`.slice(0, 256),
      document: { type: 'doc', content: [node] },
      frameOrigins: origins,
      link: { expiresAt: expiresAt(expiry), isLive: data === 'live' },
      record: (report) => record(report, [node]),
    });
  };
  return (
    <Dialog
      isOpen
      width="medium"
      title="Share the panel"
      description={`${panel.title} with the runs of this view, for people without an account. Nothing else can be reached by the link.`}
      onClose={onClose}
      footer={
        made === undefined ? (
          <Button
            kind="primary"
            icon={<Link2 aria-hidden />}
            isBusy={share.isPending}
            disabled={wrong !== undefined}
            onClick={make}
          >
            Make a link
          </Button>
        ) : (
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        )
      }
    >
      {made === undefined ? (
        <div className={styles.form}>
          <SelectField
            label="Data"
            value={data}
            choices={LINK_DATA}
            hint={LINK_DATA_HINTS[data]}
            onChange={setData}
          />
          <SelectField label="Ends" value={expiry} choices={EXPIRIES} onChange={setExpiry} />
          <AreaField
            label="Sites that may show it in a frame, one a line"
            hint="Such as https://wiki.example.com. None: no frame anywhere."
            error={
              wrong === undefined
                ? null
                : `${wrong} is not an origin such as https://wiki.example.com`
            }
            rows={2}
            value={sites}
            onChange={setSites}
          />
          {share.error === null ? null : (
            <p role="alert" className={styles.problem}>
              {messageOf(share.error)}
            </p>
          )}
        </div>
      ) : (
        <div className={styles.form} role="status">
          <p>The link is shown this once. Copy it now.</p>
          <CopyField label="Secret link" text={`${window.location.origin}/shared/${made.token}`} />
          <CopyField label="Frame of the panel" text={frameOf(made.token, FRAME_HEIGHT)} />
          <p className={styles.note}>
            <em>Share</em> of{' '}
            <a href={addressOf(made.report, entity, project)}>{made.report.title}</a>, the private
            report that holds the panel, revokes the link and says which sites may frame it.
          </p>
        </div>
      )}
      {stage}
    </Dialog>
  );
}

const addressOf = (
  report: Pick<ReportHead, 'id' | 'title'>,
  entityName: string,
  projectName: string,
): string => reportPath({ entityName, projectName, ...report });
