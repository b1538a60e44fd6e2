import { parseFilterText, type RunFilter } from '@runloom/model';
import { useState } from 'react';
import {
  ConditionGroup,
  NestedRow,
  type Slot,
} from '../../../../components/filter-builder/condition-group.tsx';
import { ConditionRow } from '../../../../components/filter-builder/condition-row.tsx';
import {
  type ConditionLine,
  EMPTY_LINE,
  needsValue,
} from '../../../../components/filter-builder/operators.ts';
import { useRunFields, useRunTexts } from '../../../../data/run-table.ts';
import { ATTRIBUTE_FIELDS } from '../columns/columns.ts';
import { conditionOf, lineOf, operatorsOf } from './conditions.ts';

interface Place {
  readonly entity: string;
  readonly project: string;
}

interface Props extends Place {
  readonly filter: RunFilter;
  readonly onChange: (filter: RunFilter) => void;
}

/** Conditions joined by “all” or “any”, in groups within groups. */
export function FilterBuilder({ filter, onChange, ...place }: Props) {
  const group =
    filter.kind === 'and' || filter.kind === 'or'
      ? filter
      : ({ kind: 'and', filters: [filter] } as const);
  return (
    <ConditionGroup<RunFilter>
      group={group}
      onChange={onChange}
      newGroup={(kind) => ({
        kind,
        filters: [NEW_CONDITION, { kind: 'not', filter: NEW_CONDITION }],
      })}
    >
      {(inner, slot, index) => {
        const line = inner === null ? EMPTY_LINE : lineOf(inner);
        // A place in the list is all that tells conditions apart.
        if (inner === null || line !== null) {
          const { field, operator, value } = line ?? EMPTY_LINE;
          const key = `${index} ${field} ${operator} ${value}`;
          return <Line key={key} {...place} {...slot} line={{ field, operator, value }} />;
        }
        const isTurned = inner.kind === 'not';
        return (
          <NestedRow key={`${index} group`} label="Remove the group" onRemove={slot.onRemove}>
            {isTurned ? <span>not</span> : null}
            <FilterBuilder
              {...place}
              filter={isTurned ? inner.filter : inner}
              onChange={(next) => slot.onChange(isTurned ? { kind: 'not', filter: next } : next)}
            />
          </NestedRow>
        );
      }}
    </ConditionGroup>
  );
}

const NEW_CONDITION: RunFilter = {
  kind: 'in',
  field: { kind: 'attribute', name: 'state' },
  values: ['finished'],
};

const NAMED_FIELDS = ['name', ...ATTRIBUTE_FIELDS.filter((name) => name !== 'name')];

/** The filter changes once the line says a whole condition and is left. */
function Line({
  entity,
  project,
  line,
  onChange,
  onRemove,
}: Place & Slot<RunFilter> & { readonly line: ConditionLine }) {
  const [draft, setDraft] = useState(line);
  const fields = useRunFields(entity, project, {
    search: draft.field,
    limit: 50,
  });
  const isCompared = needsValue(draft.operator);
  const texts = useRunTexts(
    entity,
    project,
    draft.field,
    draft.value,
    isCompared && isField(draft.field),
  );
  const field = fieldOf(draft.field);
  const apply = (next: ConditionLine) => {
    setDraft(next);
    if (next.field === '' || (needsValue(next.operator) && next.value === '')) return;
    try {
      const filter = conditionOf(next);
      if (JSON.stringify(next) !== JSON.stringify(line)) onChange(filter);
    } catch {
      // Not a field yet: it is marked.
    }
  };
  return (
    <ConditionRow
      draft={draft}
      isKnown={field !== null}
      fields={[...NAMED_FIELDS, ...(fields.data?.fields ?? []).map(({ field: name }) => name)]}
      operators={operatorsOf(field)}
      values={draft.field === 'state' ? STATES : (texts.data?.texts ?? [])}
      onDraft={setDraft}
      onApply={apply}
      onRemove={onRemove}
    />
  );
}

const STATES = ['running', 'finished', 'failed', 'crashed', 'killed', 'pending', 'preempted'];

const isField = (text: string): boolean => fieldOf(text) !== null && text !== 'tags';

function fieldOf(text: string) {
  if (text === '') return null;
  try {
    const filter = parseFilterText(`${text} is set`);
    return filter.kind === 'exists' ? filter.field : null;
  } catch {
    return null;
  }
}
