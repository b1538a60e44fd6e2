import type { SortSpec } from '@runloom/model';
import { ArrowDown, ArrowUp, ArrowUpDown, Group, Palette, X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { Popover } from '../../../components/popover.tsx';
import { useRunFields } from '../../../data/run-table.ts';
import type { RunsAction } from '../view/runs-view.ts';
import { ATTRIBUTE_FIELDS } from './columns/columns.ts';
import { PALETTES } from './list/colours.ts';
import type { RunList } from './list/use-run-list.ts';
import styles from './list-controls.module.css';

interface Props {
  readonly list: RunList;
  readonly dispatch: (action: RunsAction) => void;
}

/** Grouping by several fields, one within the other. */
export function GroupControl({ list, dispatch }: Props) {
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
          taken={[...groupBy, 'tags']}
          onChoose={(field) => set([...groupBy, field])}
        />
      </div>
    </Popover>
  );
}

/** Sorting by several fields, the first of which counts most. */
export function SortControl({ list, dispatch }: Props) {
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

/** Palette, and a colour for each value of a field. */
export function ColourControl({ list, dispatch }: Props) {
  const { colours } = list.view;
  const id = useId();
  return (
    <Popover
      label="Colours"
      align="end"
      trigger={<IconButton size="small" label="Colours" icon={<Palette aria-hidden />} />}
    >
      <div className={styles.panel}>
        <label className={styles.stack} htmlFor={id}>
          Palette
          <select
            id={id}
            value={colours.palette}
            onChange={(event) =>
              dispatch({ kind: 'runs/colours', change: { palette: event.target.value } })
            }
          >
            {Object.keys(PALETTES).map((name) => (
              <option key={name} value={name}>
                {name[0]?.toUpperCase()}
                {name.slice(1)}
              </option>
            ))}
          </select>
        </label>
        {colours.byField === null ? (
          <FieldChoice
            list={list}
            label="One colour for each value of"
            taken={['tags']}
            onChoose={(field) => dispatch({ kind: 'runs/colours', change: { byField: field } })}
          />
        ) : (
          <div className={styles.line}>
            <span className={styles.field}>
              By <bdi>{colours.byField}</bdi>
            </span>
            <IconButton
              size="small"
              label="A colour for each run"
              icon={<X aria-hidden />}
              onClick={() => dispatch({ kind: 'runs/colours', change: { byField: null } })}
            />
          </div>
        )}
        <Button
          size="small"
          disabled={colours.chosen.length === 0}
          onClick={() => dispatch({ kind: 'runs/colours', change: { chosen: [] } })}
        >
          Reset the colours that were chosen
        </Button>
      </div>
    </Popover>
  );
}

function FieldChoice({
  list,
  label,
  taken,
  onChoose,
}: {
  readonly list: RunList;
  readonly label: string;
  readonly taken: readonly string[];
  readonly onChoose: (field: string) => void;
}) {
  const id = useId();
  const [text, setText] = useState('');
  const { data } = useRunFields(list.entity, list.project, {
    search: text.replace(/^(?:config|summary)\./, ''),
    limit: 60,
  });
  const known = [...ATTRIBUTE_FIELDS, ...(data?.fields.map(({ field }) => field) ?? [])].filter(
    (field) => !taken.includes(field),
  );
  const choose = (value: string) => {
    if (!known.includes(value)) {
      setText(value);
      return;
    }
    setText('');
    onChoose(value);
  };
  return (
    <label className={styles.stack} htmlFor={id}>
      {label}
      <input
        id={id}
        list={`${id}-fields`}
        placeholder="Field"
        autoComplete="off"
        value={text}
        onChange={(event) => choose(event.target.value)}
      />
      <datalist id={`${id}-fields`}>
        {known.map((field) => (
          <option key={field} value={field} />
        ))}
      </datalist>
    </label>
  );
}
