import { parseFilterText, type RunFilter } from '@runloom/model';
import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '../../../../components/button.tsx';
import { IconButton } from '../../../../components/icon-button.tsx';
import { Segmented } from '../../../../components/segmented.tsx';
import { useRunFields, useRunTexts } from '../../../../data/run-table.ts';
import { ATTRIBUTE_FIELDS } from '../columns/columns.ts';
import {
  type ConditionLine,
  conditionOf,
  lineOf,
  OPERATORS,
  type Operator,
  operatorsOf,
} from './conditions.ts';
import styles from './filter-bar.module.css';

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
  const [isAdding, setAdding] = useState(false);
  const group =
    filter.kind === 'and' || filter.kind === 'or'
      ? filter
      : ({ kind: 'and', filters: [filter] } as const);
  const change = (filters: readonly RunFilter[]) => onChange({ kind: group.kind, filters });
  const replace = (at: number, next: RunFilter) => change(group.filters.with(at, next));
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
      {group.filters.map((inner, index) => {
        const line = lineOf(inner);
        const remove = () => change(group.filters.toSpliced(index, 1));
        // A place in the list is all that tells conditions apart.
        const key = index;
        if (line !== null) {
          return (
            <Line
              key={`${key} ${line.field} ${line.operator} ${line.value}`}
              {...place}
              line={line}
              onChange={(next) => replace(index, next)}
              onRemove={remove}
            />
          );
        }
        const isTurned = inner.kind === 'not';
        return (
          <div key={`${key} group`} className={styles.line}>
            {isTurned ? <span>not</span> : null}
            <FilterBuilder
              {...place}
              filter={isTurned ? inner.filter : inner}
              onChange={(next) => replace(index, isTurned ? { kind: 'not', filter: next } : next)}
            />
            <IconButton
              size="small"
              label="Remove the group"
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
            change([...group.filters, next]);
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
        <Button
          size="small"
          kind="quiet"
          icon={<Plus aria-hidden />}
          onClick={() =>
            change([
              ...group.filters,
              {
                kind: group.kind === 'and' ? 'or' : 'and',
                filters: [NEW_CONDITION, { kind: 'not', filter: NEW_CONDITION }],
              },
            ])
          }
        >
          Group
        </Button>
      </div>
    </fieldset>
  );
}

const NEW_CONDITION: RunFilter = {
  kind: 'in',
  field: { kind: 'attribute', name: 'state' },
  values: ['finished'],
};

/** Field, operator and value. The filter changes once the line says a whole condition and is left. */
function Line({
  entity,
  project,
  line,
  onChange,
  onRemove,
}: Place & {
  readonly line: ConditionLine;
  readonly onChange: (filter: RunFilter) => void;
  readonly onRemove: () => void;
}) {
  const id = useId();
  const [draft, setDraft] = useState(line);
  const fields = useRunFields(entity, project, {
    search: draft.field.replace(/^(?:config|summary)\./, ''),
    limit: 50,
  });
  const needsValue = !draft.operator.endsWith('set');
  const texts = useRunTexts(
    entity,
    project,
    draft.field,
    draft.value,
    needsValue && isField(draft.field),
  );
  const field = fieldOf(draft.field);
  const apply = (next: ConditionLine) => {
    setDraft(next);
    if (next.field === '' || (!next.operator.endsWith('set') && next.value === '')) return;
    try {
      const filter = conditionOf(next);
      if (JSON.stringify(next) !== JSON.stringify(line)) onChange(filter);
    } catch {
      // Not a field yet: it is marked below.
    }
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
        onChange={(event) => setDraft({ ...draft, field: event.target.value })}
        onBlur={() => apply(draft)}
      />
      <datalist id={`${id}-fields`}>
        {['name', ...ATTRIBUTE_FIELDS.filter((name) => name !== 'name')].map((name) => (
          <option key={name} value={name} />
        ))}
        {fields.data?.fields.map(({ field: name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <select
        aria-label="Operator"
        value={draft.operator}
        onChange={(event) => apply({ ...draft, operator: event.target.value as Operator })}
      >
        {operatorsOf(field).map((operator) => (
          <option key={operator} value={operator}>
            {OPERATORS[operator]}
          </option>
        ))}
      </select>
      {needsValue ? (
        <>
          <input
            className={styles.value}
            aria-label="Value"
            placeholder="Value"
            list={`${id}-texts`}
            value={draft.value}
            onChange={(event) => setDraft({ ...draft, value: event.target.value })}
            onBlur={() => apply(draft)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') apply(draft);
            }}
          />
          <datalist id={`${id}-texts`}>
            {(draft.field === 'state' ? STATES : (texts.data?.texts ?? [])).map((text) => (
              <option key={text} value={text} />
            ))}
          </datalist>
        </>
      ) : null}
      <IconButton
        size="small"
        label="Remove the condition"
        icon={<X aria-hidden />}
        onClick={onRemove}
      />
    </div>
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
