import {
  CALL_FIELD_NAMES,
  CALL_STATUSES,
  type CallCondition,
  type CallSelection,
  formatCallFilter,
  readCallField,
} from '@runloom/model';
import { ListFilter, Plus, TriangleAlert, X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { FilterTextField } from '../../../components/filter-text-field.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { Popover } from '../../../components/popover.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { useCallFields } from '../../../data/calls.ts';
import styles from './filter.module.css';
import {
  conditionOf,
  type FilterLine,
  lineOf,
  OPERATORS,
  type Operator,
  operatorsOf,
  readCallFilter,
} from './filter-lines.ts';

interface Place {
  readonly entity: string;
  readonly project: string;
}

/** The filter of the list: built from conditions or written as text; both say the same. */
export function FilterControl({
  text,
  onChange,
  ...place
}: Place & { readonly text: string; readonly onChange: (text: string) => void }) {
  const { filter, problem } = readCallFilter(text);
  const group = groupOf(filter);
  const count = group.filters.length;
  return (
    <Popover
      label="Filter"
      trigger={
        <Button
          size="medium"
          aria-pressed={text !== ''}
          icon={problem ? <TriangleAlert aria-hidden /> : <ListFilter aria-hidden />}
        >
          Filter{problem ? ': error' : count > 0 ? ` (${count})` : ''}
        </Button>
      }
    >
      <div className={styles.panel}>
        <div className={styles.quick}>
          {QUICK.map(([title, condition]) => (
            <Button key={title} size="small" onClick={() => onChange(joined(filter, condition))}>
              {title}
            </Button>
          ))}
          <Button size="small" disabled={text === ''} onClick={() => onChange('')}>
            Clear
          </Button>
        </div>
        {problem === null ? (
          <Builder {...place} group={group} onChange={(next) => onChange(formatCallFilter(next))} />
        ) : null}
        <FilterTextField
          text={text}
          placeholder={'status = "error" and latency > 2 s and inputs.model = "gpt-4o"'}
          problemOf={(draft) => readCallFilter(draft).problem}
          onChange={onChange}
        />
      </div>
    </Popover>
  );
}

const QUICK = [
  ['Errors', 'status in ["error", "descendant_error"]'],
  ['Running', 'status = "running"'],
  ['Slower than 5 s', 'latency > 5 s'],
  ['Last day', 'started within_last 1 days'],
] as const;

function joined(filter: CallCondition | null, condition: string): string {
  const before = filter === null ? '' : formatCallFilter(filter);
  if (before === '') return condition;
  if (before.includes(condition)) return before;
  return filter?.kind === 'or' ? `(${before}) and ${condition}` : `${before} and ${condition}`;
}

interface Group {
  readonly kind: 'and' | 'or';
  readonly filters: readonly CallCondition[];
}

function groupOf(filter: CallCondition | null): Group {
  if (filter === null) return { kind: 'and', filters: [] };
  return filter.kind === 'and' || filter.kind === 'or'
    ? filter
    : { kind: 'and', filters: [filter] };
}

function Builder({
  group,
  onChange,
  ...place
}: Place & { readonly group: Group; readonly onChange: (group: Group) => void }) {
  const [isAdding, setAdding] = useState(false);
  const set = (filters: readonly CallCondition[]) => onChange({ kind: group.kind, filters });
  return (
    <fieldset className={styles.group} aria-label="Conditions">
      {group.filters.length > 1 ? (
        <Segmented
          label="Which conditions must hold"
          value={group.kind}
          choices={[
            { value: 'and', label: 'All hold' },
            { value: 'or', label: 'Any holds' },
          ]}
          onChange={(kind) => onChange({ kind, filters: group.filters })}
        />
      ) : null}
      {group.filters.map((filter, index) => {
        const line = lineOf(filter);
        const remove = () => set(group.filters.toSpliced(index, 1));
        const text = formatCallFilter(filter);
        if (line !== null) {
          return (
            <Line
              key={`${index} ${text}`}
              {...place}
              line={line}
              onChange={(next) => set(group.filters.with(index, next))}
              onRemove={remove}
            />
          );
        }
        return (
          <div key={`${index} ${text}`} className={styles.line}>
            <code className={styles.nested}>{text}</code>
            <IconButton
              size="small"
              label="Remove the conditions"
              icon={<X aria-hidden />}
              onClick={remove}
            />
          </div>
        );
      })}
      {isAdding ? (
        <Line
          {...place}
          line={{ field: '', operator: '=', value: '' }}
          onChange={(next) => {
            setAdding(false);
            set([...group.filters, next]);
          }}
          onRemove={() => setAdding(false)}
        />
      ) : null}
      <div className={styles.quick}>
        <Button
          size="small"
          kind="quiet"
          icon={<Plus aria-hidden />}
          onClick={() => setAdding(true)}
        >
          Condition
        </Button>
      </div>
    </fieldset>
  );
}

const ALL_CALLS: CallSelection = { rootsOnly: false };

/** Field, operator and value. The filter changes once the line says a whole condition and is left. */
function Line({
  entity,
  project,
  line,
  onChange,
  onRemove,
}: Place & {
  readonly line: FilterLine;
  readonly onChange: (filter: CallCondition) => void;
  readonly onRemove: () => void;
}) {
  const id = useId();
  const [draft, setDraft] = useState(line);
  const fields = useCallFields({ entity, project }, ALL_CALLS);
  const field = draft.field === '' ? null : readCallField(draft.field);
  const operators = operatorsOf(field);
  const apply = (next: FilterLine) => {
    setDraft(next);
    const filter = conditionOf(next);
    if (filter !== null && JSON.stringify(next) !== JSON.stringify(line)) onChange(filter);
  };
  return (
    <div className={styles.line}>
      <input
        className={styles.fieldName}
        aria-label="Field"
        placeholder="Field"
        list={`${id}-fields`}
        value={draft.field}
        aria-invalid={(draft.field !== '' && field === null) || undefined}
        onChange={(event) => {
          const known = operatorsOf(readCallField(event.target.value));
          const operator = known.includes(draft.operator) ? draft.operator : (known[0] ?? '=');
          setDraft({ ...draft, operator, field: event.target.value });
        }}
        onBlur={() => apply(draft)}
      />
      <datalist id={`${id}-fields`}>
        {[...CALL_FIELD_NAMES, ...(fields.data?.fields ?? [])].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <select
        aria-label="Operator"
        value={draft.operator}
        onChange={(event) => apply({ ...draft, operator: event.target.value as Operator })}
      >
        {operators.map((operator) => (
          <option key={operator} value={operator}>
            {OPERATORS[operator]}
          </option>
        ))}
      </select>
      {draft.operator.endsWith('set') ? null : (
        <>
          <input
            className={styles.value}
            aria-label="Value"
            placeholder={
              field === null
                ? 'Value'
                : (VALUE_HINTS[`${field.kind} ${draft.operator}`] ?? VALUE_HINTS[field.kind])
            }
            list={field?.name === 'status' ? `${id}-values` : undefined}
            value={draft.value}
            onChange={(event) => setDraft({ ...draft, value: event.target.value })}
            onBlur={() => apply(draft)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') apply(draft);
            }}
          />
          <datalist id={`${id}-values`}>
            {CALL_STATUSES.map((status) => (
              <option key={status} value={status} />
            ))}
          </datalist>
        </>
      )}
      <IconButton
        size="small"
        label="Remove the condition"
        icon={<X aria-hidden />}
        onClick={onRemove}
      />
    </div>
  );
}

const VALUE_HINTS: Readonly<Record<string, string>> = {
  duration: 'milliseconds',
  'time within_last': 'hours',
  time: '2026-11-23T16:00Z',
};
