import type { SortSpec } from '@runloom/model';
import { ArrowDown, ArrowUp, ArrowUpDown, X } from 'lucide-react';
import { Button } from '../../../../components/button.tsx';
import { IconButton } from '../../../../components/icon-button.tsx';
import { Popover } from '../../../../components/popover.tsx';
import type { ControlProps } from './control-props.ts';
import styles from './controls.module.css';
import { FieldChoice } from './field-choice.tsx';

/** Sorting by several fields, the first of which counts most. */
export function SortControl({ list, dispatch }: ControlProps) {
  const { sort } = list.view;
  return (
    <Popover
      label="Sort"
      trigger={
        <Button
          size="small"
          kind="quiet"
          aria-pressed={sort.length > 0}
          icon={<ArrowUpDown aria-hidden />}
        >
          Sort{sort.length > 0 ? ` (${sort.length})` : ''}
        </Button>
      }
    >
      <div className={styles.panel}>
        {sort.map((one, index) => (
          <div key={`${one.field} ${one.statistic}`} className={styles.line}>
            <bdi className={styles.field}>{one.field}</bdi>
            {one.field.startsWith('summary.') ? (
              <select
                aria-label={`Which value of ${one.field}`}
                value={one.statistic ?? 'last'}
                onChange={({ target }) =>
                  dispatch({
                    kind: 'runs/sort',
                    sort: sort.with(index, withStatistic(one, target.value)),
                  })
                }
              >
                {['last', 'min', 'max', 'best'].map((statistic) => (
                  <option key={statistic} value={statistic}>
                    {statistic}
                  </option>
                ))}
              </select>
            ) : null}
            <IconButton
              size="small"
              label={one.isAscending ? 'Ascending' : 'Descending'}
              icon={one.isAscending ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />}
              onClick={() =>
                dispatch({
                  kind: 'runs/sort',
                  sort: sort.with(index, { ...one, isAscending: !one.isAscending }),
                })
              }
            />
            <IconButton
              size="small"
              label={`Don’t sort by ${one.field}`}
              icon={<X aria-hidden />}
              onClick={() => dispatch({ kind: 'runs/sort', sort: sort.toSpliced(index, 1) })}
            />
          </div>
        ))}
        <FieldChoice
          list={list}
          label={sort.length > 0 ? 'Then by' : 'Sort by'}
          taken={[...sort.map(({ field }) => field), 'tags']}
          onChoose={(field) =>
            dispatch({ kind: 'runs/sort', sort: [...sort, { field, isAscending: true }] })
          }
        />
        {sort.length === 0 ? <p className={styles.note}>Newest first</p> : null}
      </div>
    </Popover>
  );
}

function withStatistic({ field, isAscending }: SortSpec, statistic: string): SortSpec {
  return statistic === 'min' || statistic === 'max' || statistic === 'best'
    ? { field, isAscending, statistic }
    : { field, isAscending };
}
