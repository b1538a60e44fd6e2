import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { shownText } from '../../components/shown-text.ts';
import { TextField } from '../../components/text-field.tsx';
import type { PanelSpec } from '../panel-type.ts';
import { useBoard } from './board-context.ts';
import styles from './panel-dialogs.module.css';

interface DialogProps {
  readonly spec: PanelSpec;
  readonly onClose: () => void;
}

export function RenamePanelDialog({ spec, onClose }: DialogProps) {
  const { dispatch } = useBoard();
  const [title, setTitle] = useState(spec.title);
  return (
    <Dialog isOpen width="small" title="Rename the panel" onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          dispatch({ kind: 'panel/title', panel: spec.id, title });
          onClose();
        }}
      >
        <TextField
          label="Title"
          hint="Empty: its name by itself"
          value={title}
          maxLength={500}
          onChange={(event) => setTitle(event.target.value)}
        />
        <div className={styles.actions}>
          <Button type="submit" kind="primary">
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** To another section, or to another place in its own: what dragging does, by keyboard. */
export function MovePanelDialog({ spec, onClose }: DialogProps) {
  const { sections, dispatch } = useBoard();
  const own = sections.find(({ panels }) => panels.some(({ id }) => id === spec.id));
  const [target, setTarget] = useState(own?.id ?? '');
  const [place, setPlace] = useState('0');
  const section = sections.find(({ id }) => id === target);
  const others = section?.panels.filter(({ id }) => id !== spec.id) ?? [];
  return (
    <Dialog
      isOpen
      width="small"
      title={
        <>
          Move <bdi>{shownText(spec.title)}</bdi>
        </>
      }
      onClose={onClose}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          const order = others.map(({ id }) => id).toSpliced(Number(place), 0, spec.id);
          dispatch({ kind: 'panel/move', panel: spec.id, section: target, order });
          onClose();
        }}
      >
        <label className={styles.field}>
          Section
          <select
            value={target}
            onChange={(event) => {
              setTarget(event.target.value);
              setPlace('0');
            }}
          >
            {sections.map(({ id, title }) => (
              <option key={id} value={id}>
                {shownText(title)}
              </option>
            ))}
          </select>
        </label>
        <label className={styles.field}>
          Place
          <select value={place} onChange={(event) => setPlace(event.target.value)}>
            <option value="0">First</option>
            {others.map(({ id, title }, index) => (
              <option key={id} value={index + 1}>
                After {title}
              </option>
            ))}
          </select>
        </label>
        <div className={styles.actions}>
          <Button type="submit" kind="primary">
            Move
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
