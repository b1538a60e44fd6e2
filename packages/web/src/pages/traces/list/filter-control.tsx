import {
  CALL_FIELD_NAMES,
  CALL_STATUSES,
  type CallCondition,
  formatCallFilter,
  readCallField,
} from '@runloom/model';
import { useState } from 'react';
import {
  ConditionGroup,
  type Group,
  NestedRow,
  type Slot,
} from '../../../components/filter-builder/condition-group.tsx';
import { ConditionRow } from '../../../components/filter-builder/condition-row.tsx';
import { FilterPopover } from '../../../components/filter-builder/filter-popover.tsx';
import { type ConditionLine, EMPTY_LINE } from '../../../components/filter-builder/operators.ts';
import { useCallFields } from '../../../data/calls.ts';
import type { ProjectPlace } from '../../../data/client.ts';
import styles from './filter.module.css';
import { conditionOf, lineOf, operatorsOf, readCallFilter } from './filter-lines.ts';

/** The filter of the list of calls. */
export function FilterControl({
  text,
  onChange,
  ...place
}: ProjectPlace & { readonly text: string; readonly onChange: (text: string) => void }) {
  const group = groupOf(readCallFilter(text).filter);
  return (
    <FilterPopover
      text={text}
      read={readCallFilter}
      format={formatCallFilter}
      count={group.filters.length}
      quick={QUICK}
      placeholder={'status = "error" and latency > 2 s and inputs.model = "gpt-4o"'}
      width={460}
      onChange={onChange}
    >
      <Builder {...place} group={group} onChange={(next) => onChange(formatCallFilter(next))} />
    </FilterPopover>
  );
}

const QUICK = [
  ['Errors', 'status in ["error", "descendant_error"]'],
  ['Running', 'status = "running"'],
  ['Slower than 5 s', 'latency > 5 s'],
  ['Last day', 'started within_last 1 days'],
] as const;

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
}: ProjectPlace & {
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
}: ProjectPlace & Slot<CallCondition> & { readonly line: ConditionLine }) {
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
