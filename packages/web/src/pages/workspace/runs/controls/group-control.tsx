import { Group, X } from 'lucide-react';
import { Button } from '../../../../components/button.tsx';
import { IconButton } from '../../../../components/icon-button.tsx';
import { Popover } from '../../../../components/popover.tsx';
import type { ControlProps } from './control-props.ts';
import styles from './controls.module.css';
import { FieldChoice } from './field-choice.tsx';

/** Grouping by several fields, one within the other. */
export function GroupControl({ list, dispatch }: ControlProps) {
  const { groupBy } = list.view;
  const set = (by: readonly string[]) => dispatch({ kind: 'runs/group', by });
  return (
    <Popover
      label="Group"
      trigger={
        <Button
          size="small"
          kind="quiet"
          aria-pressed={groupBy.length > 0}
          icon={<Group aria-hidden />}
        >
          Group{groupBy.length > 0 ? ` (${groupBy.length})` : ''}
        </Button>
      }
    >
      <div className={styles.panel}>
        {groupBy.map((field, index) => (
          <div key={field} className={styles.line}>
            <bdi className={styles.field}>{field}</bdi>
            <IconButton
              size="small"
              label={`Don’t group by ${field}`}
              icon={<X aria-hidden />}
              onClick={() => set(groupBy.toSpliced(index, 1))}
            />
          </div>
        ))}
        <FieldChoice
          list={list}
          label={groupBy.length > 0 ? 'Then group by' : 'Group by'}
          taken={groupBy}
          onChoose={(field) => set([...groupBy, field])}
        />
      </div>
    </Popover>
  );
}
