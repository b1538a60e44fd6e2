import { Link } from '@tanstack/react-router';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Form } from '../../../components/fields.tsx';
import { formatPlural } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TextField } from '../../../components/text-field.tsx';
import type { ProjectPlace } from '../../../data/client.ts';
import { useSplitDataset } from '../../../data/datasets.ts';
import styles from '../datasets.module.css';

const START = [
  { id: 0, name: 'train', share: '80' },
  { id: 1, name: 'test', share: '20' },
];

/** Parts of a version as datasets of their own. */
export function SplitDialog({
  place,
  name,
  version,
  rowCount,
  onClose,
}: {
  readonly place: ProjectPlace;
  readonly name: string;
  readonly version: string;
  readonly rowCount: number;
  readonly onClose: () => void;
}) {
  const [parts, setParts] = useState(START);
  const [seed, setSeed] = useState('');
  const split = useSplitDataset(place, name);
  const change = (id: number, part: Partial<(typeof START)[number]>) =>
    setParts(parts.map((old) => (old.id === id ? { ...old, ...part } : old)));
  const shares = parts.map(({ share }) => Number(share));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const isReady =
    parts.every(({ name: part }) => /^[\w.-]+$/.test(part)) && shares.every((share) => share > 0);
  return (
    <Dialog
      isOpen
      title="Split the dataset"
      description="Each row goes to a part by its content: copies of a row stay together, and rows keep their part in later versions."
      onClose={onClose}
      footer={
        split.data === undefined ? (
          <Button
            kind="primary"
            disabled={!isReady}
            isBusy={split.isPending}
            onClick={() =>
              split.mutate({
                version,
                seed,
                parts: parts.map((part) => ({ name: part.name, share: Number(part.share) })),
              })
            }
          >
            Publish {formatPlural(parts.length, 'dataset')}
          </Button>
        ) : (
          <Button onClick={onClose}>Close</Button>
        )
      }
    >
      {split.data === undefined ? (
        <Form>
          {parts.map(({ id, name: part, share }) => (
            <div key={id} className={styles.split}>
              <TextField
                label="Part"
                value={part}
                maxLength={60}
                hint={`${name}-${part}, about ${Math.round((rowCount * Number(share)) / (whole || 1))} rows`}
                onChange={(event) => change(id, { name: event.target.value })}
              />
              <TextField
                label="Share"
                inputMode="decimal"
                value={share}
                hint={whole > 0 ? `${Math.round((Number(share) / whole) * 1_000) / 10} %` : ' '}
                onChange={(event) => change(id, { share: event.target.value })}
              />
              <IconButton
                label="Remove the part"
                icon={<X aria-hidden />}
                disabled={parts.length === 1}
                onClick={() => setParts(parts.filter((old) => old.id !== id))}
              />
            </div>
          ))}
          <Button
            icon={<Plus aria-hidden />}
            disabled={parts.length >= 10}
            onClick={() =>
              setParts([
                ...parts,
                { id: Math.max(...parts.map(({ id }) => id)) + 1, name: 'validation', share: '10' },
              ])
            }
          >
            Part
          </Button>
          <TextField
            label="Seed"
            hint="Another seed throws the dice again."
            value={seed}
            maxLength={100}
            onChange={(event) => setSeed(event.target.value)}
          />
          {split.isError ? (
            <p className={styles.problems} role="alert">
              {split.error.message}
            </p>
          ) : null}
        </Form>
      ) : (
        <ul>
          {split.data.parts.map((part) => (
            <li key={part.name}>
              <Link
                to="/$entity/$project/weave/datasets/$name"
                params={{ ...place, name: part.name }}
              >
                {shownText(part.name)}
              </Link>{' '}
              v{part.versionIndex}: {formatPlural(part.rowCount, 'row')}
              {part.isNew ? '' : ', as before'}
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
