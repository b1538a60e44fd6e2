import type { XAxis } from '@runloom/model';
import { Redo2, SlidersHorizontal, Undo2 } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { shortcutText } from '../../app/shortcuts/keys.ts';
import { isMac, useShortcuts } from '../../app/shortcuts/provider.tsx';
import { Button } from '../../components/button.tsx';
import { formatCount } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Popover } from '../../components/popover.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { axisOf, type BoardAction, type BoardView } from '../board/board-view.ts';
import styles from './board-toolbar.module.css';
import { DisplaySettings } from './display-settings.tsx';
import { SmoothingControl } from './smoothing-control.tsx';

const AXES: readonly { readonly value: XAxis; readonly label: string }[] = [
  { value: 'step', label: 'Step' },
  { value: 'relative', label: 'Relative' },
  { value: 'wall', label: 'Wall' },
];

/** Controls over all charts of a board. */
export function BoardToolbar({
  view,
  dispatch,
  history,
  foundCount,
  isSearchBroken,
  hasSteps,
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
          value={axisOf(view, hasSteps ? 'history' : 'system')}
          choices={hasSteps ? AXES : AXES.filter(({ value }) => value !== 'step')}
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
          <DisplaySettings view={view} dispatch={dispatch} />
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
