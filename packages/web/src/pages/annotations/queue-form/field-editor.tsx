import { Trash2 } from 'lucide-react';
import { IconButton } from '../../../components/icon-button.tsx';
import { NameListField } from '../../../components/name-list-field.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import shared from '../annotations.module.css';
import { kindText } from '../kind-text.ts';
import { type FieldDraft, faultOf, KIND_TITLES, type NewFieldDraft } from './draft.ts';
import styles from './queue-form.module.css';

const KINDS = Object.entries(KIND_TITLES).map(([value, label]) => ({
  value: value as NewFieldDraft['value'],
  label,
}));

/** One thing that a queue asks for. A field that there is can be taken out; what it asks stays as it was. */
export function FieldEditor({
  draft,
  showsFaults,
  onChange,
  onRemove,
}: {
  readonly draft: FieldDraft;
  readonly showsFaults: boolean;
  readonly onChange: (draft: FieldDraft) => void;
  readonly onRemove: () => void;
}) {
  const remove = (
    <IconButton
      size="small"
      label="Ask for this no longer"
      icon={<Trash2 aria-hidden />}
      onClick={onRemove}
    />
  );
  if (draft.kind === 'known') {
    return (
      <li className={styles.field}>
        <div className={styles.fieldHead}>
          <b className={styles.fieldTitle}>
            <Truncated text={draft.field.title} />
          </b>
          <span className={shared.muted}>{kindText(draft.field.value)}</span>
          {remove}
        </div>
      </li>
    );
  }
  const change = (next: Partial<NewFieldDraft>) => onChange({ ...draft, ...next });
  const fault = showsFaults ? faultOf(draft) : null;
  const isNumeric = draft.value === 'integer' || draft.value === 'number';
  return (
    <li className={styles.field}>
      <div className={styles.fieldRow}>
        <TextField
          label="What is asked"
          placeholder="Is the answer correct?"
          value={draft.title}
          maxLength={128}
          className={styles.grows}
          onChange={(event) => change({ title: event.target.value })}
        />
        <SelectField
          label="Answer"
          value={draft.value}
          choices={KINDS}
          onChange={(value) => change({ value })}
        />
        {remove}
      </div>
      {draft.value === 'choice' ? (
        <NameListField
          label="Choices"
          names={draft.choices}
          placeholder="good, bad, …"
          hint="Enter or a comma ends a choice."
          onChange={(choices) => change({ choices })}
        />
      ) : null}
      {isNumeric ? (
        <div className={styles.fieldRow}>
          <TextField
            label="Least"
            inputMode="decimal"
            value={draft.minimum}
            placeholder="any"
            onChange={(event) => change({ minimum: event.target.value })}
          />
          <TextField
            label="Greatest"
            inputMode="decimal"
            value={draft.maximum}
            placeholder="any"
            onChange={(event) => change({ maximum: event.target.value })}
          />
        </div>
      ) : null}
      {fault === null ? null : (
        <p role="alert" className={shared.error}>
          {fault}
        </p>
      )}
    </li>
  );
}
