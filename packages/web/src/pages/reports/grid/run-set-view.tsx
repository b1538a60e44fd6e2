import type { ReportRunSet, RunRowView } from '@runloom/model';
import { Ellipsis, Eye, EyeOff, FolderPlus, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { StatePill } from '../../../components/badge.tsx';
import { fieldBoxClass } from '../../../components/fields.tsx';
import { formatPlural } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { InlineEdit } from '../../../components/inline-edit.tsx';
import { Menu, MenuItem } from '../../../components/menu.tsx';
import { runLabel } from '../../../components/run-label.ts';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { Cell, HeadCell, Row, Table } from '../../../components/table.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { AlsoFromContext } from '../../../data/also-from.ts';
import { useProjects } from '../../../data/projects.ts';
import { useRunRows } from '../../../data/run-table.ts';
import { useSession } from '../../../data/session.ts';
import { ColourControl } from '../../workspace/runs/controls/colour-control.tsx';
import { GroupControl } from '../../workspace/runs/controls/group-control.tsx';
import { SortControl } from '../../workspace/runs/controls/sort-control.tsx';
import { FilterBar } from '../../workspace/runs/filter/filter-bar.tsx';
import type { RunList } from '../../workspace/runs/list/use-run-list.ts';
import { type RunsAction, reduceRuns } from '../../workspace/view/runs-view.ts';
import { placeOf } from '../blocks/card.tsx';
import { shortValue } from '../blocks/short-value.ts';
import styles from './grid.module.css';
import type { ReadRunSet } from './run-set-source.tsx';

const ProjectsDialog = lazy(async () => ({
  default: (await import('../../workspace/runs/projects/projects-dialog.tsx')).ProjectsDialog,
}));

/** Rows of a run set that a report lists. */
const MOST_ROWS = 100;

type Change = (next: (set: ReportRunSet) => ReportRunSet) => void;

/** One run set: which runs it holds, in what order, which of them are drawn. */
export function RunSetView({
  set,
  read,
  onChange,
  onRemove,
}: {
  readonly set: ReportRunSet;
  /** Null until its runs were read, and while it is switched off. */
  readonly read: ReadRunSet | null;
  readonly onChange: Change | null;
  readonly onRemove: (() => void) | null;
}) {
  const list = read?.list ?? null;
  const dispatch = (action: RunsAction) =>
    onChange?.((before) => ({ ...before, runs: reduceRuns(before.runs, action) }));
  return (
    <section className={styles.runSet} aria-label={shownText(set.name)}>
      <div className={styles.runSetHead}>
        <IconButton
          size="small"
          label={set.isOn ? `Don’t draw ${set.name}` : `Draw ${set.name}`}
          isPressed={set.isOn}
          disabled={onChange === null}
          icon={set.isOn ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
          onClick={() => onChange?.((before) => ({ ...before, isOn: !before.isOn }))}
        />
        <InlineEdit
          label="Name of the run set"
          value={set.name}
          maxLength={256}
          isRequired
          canEdit={onChange !== null}
          onSave={(name) => onChange?.((before) => ({ ...before, name }))}
        >
          <strong className={styles.runSetName}>
            <bdi>{shownText(set.name)}</bdi>
          </strong>
        </InlineEdit>
        {onChange === null ? (
          <span className={styles.runSetProject}>
            <bdi>{shownText(set.project)}</bdi>
          </span>
        ) : (
          <ProjectChoice set={set} onChange={onChange} />
        )}
        {onChange === null || list === null ? null : (
          <AlsoFromContext value={set.runs.alsoFrom}>
            <Controls set={set} list={list} dispatch={dispatch} onRemove={onRemove} />
          </AlsoFromContext>
        )}
      </div>
      {list === null || !set.isOn ? null : (
        <AlsoFromContext value={set.runs.alsoFrom}>
          <Runs list={list} dispatch={onChange === null ? null : dispatch} />
        </AlsoFromContext>
      )}
    </section>
  );
}

function ProjectChoice({
  set,
  onChange,
}: {
  readonly set: ReportRunSet;
  readonly onChange: Change;
}) {
  const projects = useProjects(null).data ?? [];
  const names = new Set([set.project, ...projects.map(({ entity, name }) => `${entity}/${name}`)]);
  return (
    <select
      className={fieldBoxClass}
      aria-label={`Project of ${set.name}`}
      value={set.project}
      onChange={({ target }) =>
        // Names of runs mean nothing in another project.
        onChange((before) => ({
          ...before,
          project: target.value,
          runs: { ...before.runs, shown: [], hidden: [], pinned: [], baseline: null },
        }))
      }
    >
      {[...names].map((name) => (
        <option key={name} value={name}>
          {shownText(name)}
        </option>
      ))}
    </select>
  );
}

function Controls({
  set,
  list,
  dispatch,
  onRemove,
}: {
  readonly set: ReportRunSet;
  readonly list: RunList;
  readonly dispatch: (action: RunsAction) => void;
  readonly onRemove: (() => void) | null;
}) {
  const user = useSession().data?.user?.username ?? null;
  const [isChoosing, setChoosing] = useState(false);
  const { entity, project } = placeOf(set.project);
  return (
    <div className={styles.controls}>
      <FilterBar
        entity={entity}
        project={project}
        text={set.runs.filter}
        user={user}
        dispatch={dispatch}
      />
      <GroupControl list={list} dispatch={dispatch} />
      <SortControl list={list} dispatch={dispatch} />
      <ColourControl list={list} dispatch={dispatch} />
      <Menu
        align="end"
        trigger={
          <IconButton size="small" label={`Menu of ${set.name}`} icon={<Ellipsis aria-hidden />} />
        }
      >
        {[5, 10, 20, 50].map((count) => (
          <MenuItem key={count} onSelect={() => dispatch({ kind: 'runs/first', count })}>
            Draw the first {count}
          </MenuItem>
        ))}
        <MenuItem onSelect={() => dispatch({ kind: 'runs/show', base: 'all' })}>Draw all</MenuItem>
        <MenuItem icon={<FolderPlus aria-hidden />} onSelect={() => setChoosing(true)}>
          Runs of other projects…
        </MenuItem>
        {onRemove === null ? null : (
          <MenuItem icon={<Trash2 aria-hidden />} isDangerous onSelect={onRemove}>
            Remove the run set
          </MenuItem>
        )}
      </Menu>
      {isChoosing ? (
        <Suspense>
          <ProjectsDialog
            entity={entity}
            project={project}
            alsoFrom={set.runs.alsoFrom}
            dispatch={dispatch}
            onClose={() => setChoosing(false)}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

function Runs({
  list,
  dispatch,
}: {
  readonly list: RunList;
  /** Null: nothing can be switched. */
  readonly dispatch: ((action: RunsAction) => void) | null;
}) {
  const fields = (list.view.columns ?? []).map(({ field }) => field).slice(0, 12);
  const { data } = useRunRows(list.entity, list.project, {
    columns: fields.map((field) => ({ field })),
    order: [...list.order],
    limit: MOST_ROWS,
    ...(list.request === undefined ? {} : { filter: list.request }),
  });
  const drawn = new Map(list.drawn.map((run) => [run.name, run]));
  const rows: readonly RunRowView[] = data?.rows ?? list.drawnRows;
  const total = data?.totalCount ?? rows.length;
  return (
    <>
      <ScrollRegion className={styles.runRows}>
        <Table label="Runs of the set">
          <thead>
            <tr>
              <HeadCell width="32px">
                <span className="visually-hidden">Drawn</span>
              </HeadCell>
              <HeadCell>Run</HeadCell>
              <HeadCell>State</HeadCell>
              <HeadCell>By</HeadCell>
              <HeadCell>Started</HeadCell>
              {fields.map((field) => (
                <HeadCell key={field} align="end">
                  <bdi>{shownText(field.replace(/^(?:config|summary)\./, ''))}</bdi>
                </HeadCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.name}>
                <Cell>
                  <IconButton
                    size="small"
                    label={drawn.has(row.name) ? `Hide ${runLabel(row)}` : `Draw ${runLabel(row)}`}
                    disabled={dispatch === null}
                    icon={drawn.has(row.name) ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
                    onClick={() =>
                      dispatch?.({
                        kind: 'runs/toggle',
                        names: [row.name],
                        isShown: !drawn.has(row.name),
                      })
                    }
                  />
                </Cell>
                <Cell>
                  <span className={styles.runName}>
                    {dispatch === null ? (
                      <span className={styles.dot} style={{ background: list.colourOf(row) }} />
                    ) : (
                      <input
                        type="color"
                        className={styles.colour}
                        aria-label={`Colour of ${runLabel(row)}`}
                        value={hexOf(list.colourOf(row))}
                        onChange={({ target }) =>
                          dispatch({ kind: 'runs/colour', of: row.name, colour: target.value })
                        }
                      />
                    )}
                    <bdi>{shownText(runLabel(row))}</bdi>
                  </span>
                </Cell>
                <Cell>
                  <StatePill state={row.state} />
                </Cell>
                <Cell>
                  <bdi>{shownText(row.user ?? '')}</bdi>
                </Cell>
                <Cell>
                  <TimeAgo at={row.createdAt} />
                </Cell>
                {fields.map((field, index) => (
                  <Cell key={field} align="end">
                    {shortValue(row.values[index])}
                  </Cell>
                ))}
              </Row>
            ))}
          </tbody>
        </Table>
      </ScrollRegion>
      <p className={styles.counted}>
        {total > rows.length ? `The first ${rows.length} of ` : ''}
        {formatPlural(total, 'run')}
      </p>
    </>
  );
}

/** Pickers of browsers take hex alone; colours of the theme are variables. */
function hexOf(colour: string): string {
  if (/^#[0-9a-f]{6}$/i.test(colour)) return colour;
  const name = /^var\((--[\w-]+)\)$/.exec(colour)?.[1];
  const found = name
    ? getComputedStyle(document.documentElement).getPropertyValue(name).trim()
    : '';
  return /^#[0-9a-f]{6}$/i.test(found) ? found : '#888888';
}
