import { Plus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../button.tsx';
import { IconButton } from '../icon-button.tsx';
import { Segmented } from '../segmented.tsx';
import styles from './filter-builder.module.css';

export interface Group<Condition> {
  readonly kind: 'and' | 'or';
  readonly filters: readonly Condition[];
}

/** What a line of a group is given to change it. */
export interface Slot<Condition> {
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
}

/**
 * Conditions joined by “all” or “any”.
 * @param children draws a condition; without one, a line for a new one
 * @param newGroup makes a group within; absent where there are none
 */
export function ConditionGroup<Condition>({
  group,
  onChange,
  newGroup,
  children,
}: {
  readonly group: Group<Condition>;
  readonly onChange: (group: Group<Condition>) => void;
  readonly newGroup?: (kind: 'and' | 'or') => Condition;
  readonly children: (
    condition: Condition | null,
    slot: Slot<Condition>,
    index: number,
  ) => ReactNode;
}) {
  const [isAdding, setAdding] = useState(false);
  const set = (filters: readonly Condition[]) => onChange({ kind: group.kind, filters });
  const { length } = group.filters;
  return (
    <fieldset className={styles.group} aria-label="Conditions">
      {length > 1 ? (
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
      {group.filters.map((condition, index) =>
        children(
          condition,
          {
            onChange: (next) => set(group.filters.with(index, next)),
            onRemove: () => set(group.filters.toSpliced(index, 1)),
          },
          index,
        ),
      )}
      {isAdding
        ? children(
            null,
            {
              onChange: (next) => {
                setAdding(false);
                set([...group.filters, next]);
              },
              onRemove: () => setAdding(false),
            },
            length,
          )
        : null}
      <div className={styles.buttons}>
        <Add what="Condition" onClick={() => setAdding(true)} />
        {newGroup ? (
          <Add
            what="Group"
            onClick={() => set([...group.filters, newGroup(group.kind === 'and' ? 'or' : 'and')])}
          />
        ) : null}
      </div>
    </fieldset>
  );
}

function Add({ what, onClick }: { readonly what: string; readonly onClick: () => void }) {
  return (
    <Button size="small" kind="quiet" icon={<Plus aria-hidden />} onClick={onClick}>
      {what}
    </Button>
  );
}

/** What stands in a group but is no single condition, and can be taken out. */
export function NestedRow({
  label,
  onRemove,
  children,
}: {
  readonly label: string;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.line}>
      {children}
      <IconButton size="small" label={label} icon={<X aria-hidden />} onClick={onRemove} />
    </div>
  );
}
