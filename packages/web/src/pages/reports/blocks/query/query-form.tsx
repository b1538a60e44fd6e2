import { isSame } from '@runloom/model';
import { ListFilter } from 'lucide-react';
import { Button } from '../../../../components/button.tsx';
import { fieldBoxClass } from '../../../../components/fields.tsx';
import { shownText } from '../../../../components/shown-text.ts';
import styles from '../../editor/nodes/blocks.module.css';
import type { Query } from './parts.tsx';
import { type FieldDraft, useFieldDraft } from './use-field-draft.ts';

/** What is asked, kept once it is left: half a filter is no filter. */
export function QueryForm({
  query,
  onChange,
}: {
  readonly query: Query;
  readonly onChange: (change: Partial<Query>) => void;
}) {
  const filter = useFieldDraft(query.filter, (text) => onChange({ filter: text }));
  const columns = useFieldDraft(query.columns.join(', '), (text) => {
    const names = namesIn(text);
    // Leaving a field is no change of the report by itself.
    if (!isSame(names, query.columns)) onChange({ columns: names });
  });
  return (
    <form
      className={styles.queryForm}
      onSubmit={(event) => {
        event.preventDefault();
        filter.keep();
        columns.keep();
      }}
    >
      <ListFilter aria-hidden />
      <QueryField
        label="Filter"
        placeholder={query.kind === 'runs' ? 'Config("lr") > 0.01' : 'status = "error"'}
        draft={filter}
      />
      <QueryField
        label="Columns"
        placeholder={
          query.kind === 'runs' ? 'Columns: config.lr, summary.loss' : 'Columns: output.score'
        }
        draft={columns}
      />
      <button type="submit" className="visually-hidden">
        Ask
      </button>
      <Conflict label="Filter" draft={filter} />
      <Conflict label="Columns" draft={columns} />
    </form>
  );
}

const namesIn = (text: string): readonly string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

function QueryField({
  label,
  placeholder,
  draft,
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly draft: FieldDraft;
}) {
  return (
    <input
      className={fieldBoxClass}
      aria-label={label}
      placeholder={placeholder}
      value={draft.text}
      onChange={(event) => draft.type(event.target.value)}
      onBlur={draft.keep}
    />
  );
}

/** Said when somebody else changed what is being typed. */
function Conflict({ label, draft }: { readonly label: string; readonly draft: FieldDraft }) {
  const { theirs, takeTheirs, keepMine } = draft;
  return (
    <div role="status" className={theirs === null ? undefined : styles.queryConflict}>
      {theirs === null ? null : (
        <>
          <span>
            {label} changed meanwhile to{' '}
            {theirs === '' ? 'nothing' : <code>{shownText(theirs)}</code>}. What you typed is not
            kept yet.
          </span>
          <Button size="small" onClick={takeTheirs}>
            Take that
          </Button>
          <Button size="small" kind="quiet" onClick={keepMine}>
            Keep mine
          </Button>
        </>
      )}
    </div>
  );
}
