import {
  CALL_FIELD_NAMES,
  CALL_STATUSES,
  type CallCondition,
  formatCallFilter,
  readCallField,
} from '@runloom/model';
import { ListFilter, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import {
  ConditionGroup,
  type Group,
  NestedRow,
  type Slot,
} from '../../../components/filter-builder/condition-group.tsx';
import { ConditionRow } from '../../../components/filter-builder/condition-row.tsx';
import { type ConditionLine, EMPTY_LINE } from '../../../components/filter-builder/operators.ts';
import { FilterTextField } from '../../../components/filter-text-field.tsx';
import { Popover } from '../../../components/popover.tsx';
import { useCallFields } from '../../../data/calls.ts';
import styles from './filter.module.css';
import { conditionOf, lineOf, operatorsOf, readCallFilter } from './filter-lines.ts';

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

function groupOf(filter: CallCondition | null): Group<CallCondition> {
  if (filter === null) return { kind: 'and', filters: [] };
  return filter.kind === 'and' || filter.kind === 'or'
    ? filter
    : { kind: 'and', filters: [filter] };
}

function Builder({
  group,
  onChange,
  ...place
}: Place & {
  readonly group: Group<CallCondition>;
  readonly onChange: (group: Group<CallCondition>) => void;
}) {
  return (
    <ConditionGroup group={group} onChange={onChange}>
      {(filter, slot, index) => {
        const line = filter === null ? EMPTY_LINE : lineOf(filter);
        const text = filter === null ? '' : formatCallFilter(filter);
        const key = `${index} ${text}`;
        return line === null ? (
          <NestedRow key={key} label="Remove the conditions" onRemove={slot.onRemove}>
            <code className={styles.nested}>{text}</code>
          </NestedRow>
        ) : (
          <Line key={key} {...place} {...slot} line={line} />
        );
      }}
    </ConditionGroup>
  );
}

/** The filter changes once the line says a whole condition and is left. */
function Line({
  entity,
  project,
  line,
  onChange,
  onRemove,
}: Place & Slot<CallCondition> & { readonly line: ConditionLine }) {
  const [draft, setDraft] = useState(line);
  const fields = useCallFields({ entity, project });
  const field = draft.field === '' ? null : readCallField(draft.field);
  const apply = (next: ConditionLine) => {
    setDraft(next);
    const filter = conditionOf(next);
    if (filter !== null && JSON.stringify(next) !== JSON.stringify(line)) onChange(filter);
  };
  const change = (next: ConditionLine) => {
    const known = operatorsOf(readCallField(next.field));
    const operator = known.includes(next.operator) ? next.operator : (known[0] ?? '=');
    setDraft({ ...next, operator });
  };
  return (
    <ConditionRow
      draft={draft}
      isKnown={field !== null}
      fields={[...CALL_FIELD_NAMES, ...(fields.data?.fields ?? [])]}
      operators={operatorsOf(field)}
      values={field?.name === 'status' ? CALL_STATUSES : []}
      placeholder={
        field === null
          ? undefined
          : (VALUE_HINTS[`${field.kind} ${draft.operator}`] ?? VALUE_HINTS[field.kind])
      }
      onDraft={change}
      onApply={apply}
      onRemove={onRemove}
    />
  );
}

const VALUE_HINTS: Readonly<Record<string, string>> = {
  duration: 'milliseconds',
  'time within_last': 'hours',
  time: '2026-11-23T16:00Z',
};
