import { Trash2 } from 'lucide-react';
import { IconButton } from '../../../components/icon-button.tsx';
import { TextField } from '../../../components/text-field.tsx';
import type { DraftRedaction } from './draft.ts';
import styles from './rules.module.css';

const KINDS = {
  pattern: { label: 'Pattern', placeholder: 'sk-[A-Za-z0-9]{20,}' },
  path: { label: 'Key path', placeholder: 'inputs.messages.*.content' },
} as const;

/** One redaction: what is found, and what stands in its place. */
export function RedactionRow({
  redaction: { kind, text, replacement },
  problem,
  isReadOnly,
  onChange,
  onRemove,
}: {
  readonly redaction: DraftRedaction;
  readonly problem: string | null;
  readonly isReadOnly: boolean;
  readonly onChange: (part: Partial<DraftRedaction>) => void;
  readonly onRemove: () => void;
}) {
  const { label, placeholder } = KINDS[kind];
  return (
    <li className={styles.redaction}>
      <TextField
        className={styles.text}
        label={label}
        placeholder={placeholder}
        value={text}
        error={text === '' ? null : problem}
        maxLength={1_000}
        spellCheck={false}
        readOnly={isReadOnly}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      <TextField
        className={styles.replacement}
        label="In its place"
        value={replacement}
        maxLength={200}
        readOnly={isReadOnly}
        onChange={(event) => onChange({ replacement: event.target.value })}
      />
      {isReadOnly ? null : (
        <IconButton
          className={styles.remove}
          label={`Remove the ${label.toLowerCase()}`}
          icon={<Trash2 aria-hidden />}
          onClick={onRemove}
        />
      )}
    </li>
  );
}
