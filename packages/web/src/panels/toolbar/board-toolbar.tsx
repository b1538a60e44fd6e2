import { Redo2, SlidersHorizontal, Undo2 } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { shortcutText } from '../../app/shortcuts/keys.ts';
import { isMac, useShortcuts } from '../../app/shortcuts/provider.tsx';
import { axisMetric, type ChartAxis } from '../../charts/chart-axis.ts';
import { Button } from '../../components/button.tsx';
import { formatCount } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Popover } from '../../components/popover.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Segmented } from '../../components/segmented.tsx';
import type { BoardAction, BoardView } from '../board/board-view.ts';
import styles from './board-toolbar.module.css';
import { DisplaySettings } from './display-settings.tsx';
import { SmoothingControl } from './smoothing-control.tsx';

const AXES: readonly { readonly value: ChartAxis; readonly label: string }[] = [
  { value: 'step', label: 'Step' },
  { value: 'relative', label: 'Relative' },
  { value: 'wall', label: 'Wall' },
];

const LONGEST_NAME = 18;

/** Steps only where there are any; a metric, which is chosen elsewhere, while it is the axis. */
function axisChoices(axis: ChartAxis, hasSteps: boolean) {
  if (!hasSteps) return AXES.filter(({ value }) => value !== 'step');
  const metric = axisMetric(axis);
  if (metric === null) return AXES;
  // The end of a name tells it from its neighbours: train/epoch, val/epoch.
  const label = metric.length > LONGEST_NAME ? `…${metric.slice(1 - LONGEST_NAME)}` : metric;
  return [...AXES, { value: axis, label }];
}

/** Controls over all charts of a board. */
export function BoardToolbar({
  view,
  dispatch,
  history,
  foundCount,
  isSearchBroken,
  hasSteps,
  axisKeys,
  start,
}: {
  readonly view: BoardView;
  readonly dispatch: (action: BoardAction) => void;
  readonly history: {
    readonly canUndo: boolean;
    readonly canRedo: boolean;
    readonly undo: () => void;
    readonly redo: () => void;
  };
  /** Panels that the search finds. */
  readonly foundCount: number;
  readonly isSearchBroken: boolean;
  /** Some chart can be drawn over steps. */
  readonly hasSteps: boolean;
  /** Metrics that can be the x axis. */
  readonly axisKeys: readonly string[];
  /** Shown before everything else. */
  readonly start?: ReactNode;
}) {
  const search = useRef<HTMLInputElement>(null);
  useShortcuts('Charts', [
    { keys: '/', label: 'Search metrics', run: () => search.current?.focus() },
    {
      keys: 'l',
      label: 'Log scale',
      run: () => dispatch({ kind: 'log', isLog: !view.isLog }),
    },
  ]);
  return (
    <div className={styles.toolbar}>
      {start}
      <SearchField
        className={styles.search}
        label="Search metrics"
        placeholder="Search metrics (regular expression)"
        value={view.search}
        inputRef={search}
        trailing={
          view.search === ''
            ? undefined
            : isSearchBroken
              ? 'as text'
              : `${formatCount(foundCount)} found`
        }
        onChange={(text) => dispatch({ kind: 'search', text })}
      />
      <div className={styles.controls}>
        <Segmented
          label="X axis"
          value={hasSteps || view.axis === 'wall' ? view.axis : 'relative'}
          choices={axisChoices(view.axis, hasSteps)}
          onChange={(axis) => dispatch({ kind: 'axis', axis })}
        />
        <SmoothingControl
          smoothing={view.smoothing}
          axis={view.axis}
          showsOriginal={view.showsOriginal}
          dispatch={dispatch}
        />
        <Button
          kind="quiet"
          aria-pressed={view.isLog}
          onClick={() => dispatch({ kind: 'log', isLog: !view.isLog })}
        >
          Log
        </Button>
        <Popover
          label="Display"
          align="end"
          trigger={<IconButton label="Display" icon={<SlidersHorizontal aria-hidden />} />}
        >
          <DisplaySettings view={view} axisKeys={hasSteps ? axisKeys : []} dispatch={dispatch} />
        </Popover>
        <IconButton
          label="Undo"
          shortcut={shortcutText('mod+z', isMac)}
          icon={<Undo2 aria-hidden />}
          disabled={!history.canUndo}
          onClick={history.undo}
        />
        <IconButton
          label="Redo"
          shortcut={shortcutText('mod+shift+z', isMac)}
          icon={<Redo2 aria-hidden />}
          disabled={!history.canRedo}
          onClick={history.redo}
        />
      </div>
    </div>
  );
}
