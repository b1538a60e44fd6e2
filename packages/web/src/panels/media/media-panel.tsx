import type { MediaSettings } from '@runloom/model';
import { useCallback, useContext, useMemo, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { formatBytes, formatCount, formatPlural } from '../../components/format.ts';
import { ClassLegend } from '../../components/media/class-legend.tsx';
import type { OverlayClass } from '../../components/media/overlay-classes.ts';
import { isBackground } from '../../components/media/overlay-classes.ts';
import { indexAtOrBefore } from '../../components/media/step-position.ts';
import { StepSlider } from '../../components/media/step-slider.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useMediaUpdates } from '../../data/media-updates.ts';
import { RecordingContext } from '../../data/sources/recording.ts';
import { useBoard } from '../board/board-context.ts';
import { PanelFrame } from '../board/panel-frame.tsx';
import type { PanelProps } from '../panel-type.ts';
import { CompareView } from './compare-view.tsx';
import { KeepSteps } from './keep-steps.tsx';
import { MOST_KEPT_BYTES } from './kept-stops.ts';
import { type MediaCell, MediaCells } from './media-cells.tsx';
import { MediaGrid } from './media-grid.tsx';
import styles from './media-panel.module.css';
import { sliderPlaces, stepAt } from './slider-places.ts';
import { placeName, useLeftOut, useMediaPlaces } from './use-media-places.ts';
import { useSliderPosition } from './use-slider.ts';

const MOST_RUNS = 20;
const MOST_COMPARED = 4;
const NO_STEPS = { steps: [], places: [] } as const;
const NO_CLASSES: readonly OverlayClass[] = [];

/** What the shown runs logged under some keys, at the place of a slider. */
export function MediaPanel({ spec, settings, onChange, isFullScreen }: PanelProps<MediaSettings>) {
  const { entity, project, runs: all } = useBoard();
  const runs = useMemo(() => all.slice(0, MOST_RUNS), [all]);
  const names = useMemo(() => runs.map(({ name }) => name), [runs]);
  const { keys, sliderKey, mode, compared, groupBy } = settings;
  useMediaUpdates(entity, project, names);
  const { places, isPending, error } = useMediaPlaces(entity, project, names, keys, sliderKey);
  const isRecording = useContext(RecordingContext);
  const leftOut = useLeftOut(entity, project, names, keys);
  const { position, move } = useSliderPosition({ spec, settings, onChange });
  const stops = useMemo(() => sliderPlaces(places.values()), [places]);
  const index =
    position === null ? stops.length - 1 : Math.max(0, indexAtOrBefore(stops, position));
  const stop = stops[index];
  const cells = useMemo(
    () =>
      cellsOf(runs, keys, groupBy, (run, key) => {
        const own = places.get(placeName(run, key));
        return own === undefined || stop === undefined
          ? undefined
          : { steps: own.steps, step: stepAt(own, stop) };
      }),
    [runs, keys, groupBy, places, stop],
  );
  const groups = Map.groupBy(cells, (cell) => (groupBy === 'run' ? cell.run.name : cell.entryKey));
  const { classes, report } = useReportedClasses();
  const shownClasses = classes.filter(({ kind }) =>
    kind === 'mask' ? settings.showsMasks : settings.showsBoxes,
  );
  const hidden = useMemo(() => hiddenClasses(classes, settings), [classes, settings]);
  const toggleClasses = (ids: readonly string[]) => {
    const isAnyShown = ids.some((id) => !hidden.has(id));
    const off = new Set(settings.hiddenClasses);
    for (const id of ids) {
      if (hidden.has(id) === isAnyShown) continue;
      if (!off.delete(id)) off.add(id);
    }
    onChange({ hiddenClasses: [...off] });
  };
  const go = (next: number) =>
    move(next >= stops.length - 1 ? null : (stops[Math.max(0, next)] ?? null));
  return (
    <PanelFrame
      spec={spec}
      isFullScreen={isFullScreen}
      isBusy={isPending}
      menu={null}
      facts={
        <>
          {cells.length > 0
            ? formatPlural(new Set(cells.map(({ run }) => run.name)).size, 'run')
            : null}
          {leftOut > 0
            ? ` · ${formatPlural(leftOut, 'step')} not kept (${formatBytes(MOST_KEPT_BYTES)} at most)`
            : null}
          {all.length > MOST_RUNS ? ` · ${formatCount(all.length - MOST_RUNS)} left out` : null}
        </>
      }
    >
      {isRecording && !isPending && stops.length > 0 ? (
        <KeepSteps
          entity={entity}
          project={project}
          pairs={cells.map(({ run, entryKey }) => ({
            run: run.name,
            entryKey,
            own: places.get(placeName(run.name, entryKey)) ?? NO_STEPS,
          }))}
          stops={stops}
          shown={index}
        />
      ) : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only shortcuts for the slider's buttons */}
      <div
        className={styles.panel}
        onKeyDown={(event) => {
          if (!event.ctrlKey && !event.metaKey) return;
          const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          go(Math.min(index + by * settings.stride, stops.length - 1));
        }}
      >
        {stops.length > 1 || cells.length > 0 ? (
          <div className={styles.bar}>
            {stops.length > 1 ? (
              <StepSlider
                steps={stops}
                index={index}
                stride={settings.stride}
                isLooping={settings.isLooping}
                unit={sliderKey === '_step' ? 'Step' : sliderKey}
                onChange={go}
              />
            ) : null}
            {compared.length > 0 ? (
              <Segmented
                label="Show"
                value={mode}
                choices={[
                  { value: 'grid', label: 'All' },
                  { value: 'compare', label: `Compare ${compared.length}` },
                ]}
                onChange={(next) => onChange({ mode: next })}
              />
            ) : null}
            {compared.length > 0 ? (
              <Button
                size="small"
                kind="quiet"
                onClick={() => onChange({ compared: [], mode: 'grid' })}
              >
                Compare none
              </Button>
            ) : null}
          </div>
        ) : null}
        {shownClasses.length > 0 ? (
          <div className={styles.legend}>
            <ClassLegend classes={shownClasses} hidden={hidden} onToggle={toggleClasses} />
          </div>
        ) : null}
        <ScrollRegion className={styles.scroller}>
          {error !== null ? <ErrorState error={error} /> : null}
          {keys.length === 0 ? (
            <p className={styles.none}>Choose what to show in the panel’s settings.</p>
          ) : cells.length === 0 && error === null ? (
            isPending ? (
              <Skeleton lines={6} label="Loading the media" />
            ) : (
              <p className={styles.none}>No shown run logged {keys.join(', ')}.</p>
            )
          ) : mode === 'compare' && compared.length > 0 ? (
            <CompareView
              entity={entity}
              project={project}
              settings={settings}
              hidden={hidden}
              runs={runs}
              placesOf={(run, key) => places.get(placeName(run, key))}
              stop={stop}
              onReport={report}
              onChange={onChange}
            />
          ) : settings.axes !== null ? (
            <MediaGrid
              entity={entity}
              project={project}
              axes={settings.axes}
              runs={runs}
              keys={keys}
              stops={stops}
              stop={index}
              placesOf={(run, key) => places.get(placeName(run, key))}
              settings={settings}
              hidden={hidden}
              canCompare={compared.length < MOST_COMPARED}
              onReport={report}
              onChange={onChange}
            />
          ) : (
            [...groups].map(([name, members]) => (
              <section
                key={name}
                className={styles.group}
                aria-label={titleOf(members[0], groupBy)}
              >
                <h4 className={styles.groupTitle}>
                  {groupBy === 'run' ? (
                    <span className={styles.dot} style={{ background: members[0]?.run.colour }} />
                  ) : null}
                  <Truncated text={titleOf(members[0], groupBy)} />
                </h4>
                {members.map((cell) => (
                  <MediaCells
                    key={cell.name}
                    entity={entity}
                    project={project}
                    cell={cell}
                    heading={
                      groupBy === 'run' ? (keys.length > 1 ? cell.entryKey : null) : cell.run.label
                    }
                    settings={settings}
                    hidden={hidden}
                    canCompare={compared.length < MOST_COMPARED}
                    onReport={report}
                    onChange={onChange}
                  />
                ))}
              </section>
            ))
          )}
        </ScrollRegion>
      </div>
    </PanelFrame>
  );
}

const titleOf = (cell: MediaCell | undefined, groupBy: MediaSettings['groupBy']): string =>
  cell === undefined ? '' : groupBy === 'run' ? cell.run.label : cell.entryKey;

function cellsOf(
  runs: readonly MediaCell['run'][],
  keys: readonly string[],
  groupBy: MediaSettings['groupBy'],
  find: (
    run: string,
    key: string,
  ) => { steps: readonly number[]; step: number | undefined } | undefined,
): readonly MediaCell[] {
  const cells = runs.flatMap((run) =>
    keys.flatMap((entryKey): MediaCell[] => {
      const found = find(run.name, entryKey);
      return found === undefined
        ? []
        : [
            {
              name: placeName(run.name, entryKey),
              run,
              entryKey,
              ...found,
              step: found.step ?? null,
            },
          ];
    }),
  );
  if (groupBy === 'run') return cells;
  return keys.flatMap((key) => cells.filter(({ entryKey }) => entryKey === key));
}

/** Backgrounds of masks would cover what is to be seen: they are off until they are asked for. */
function hiddenClasses(
  classes: readonly OverlayClass[],
  { hiddenClasses: toggled, showsBoxes, showsMasks }: MediaSettings,
): ReadonlySet<string> {
  const off = new Set(toggled);
  return new Set(
    classes
      .filter((one) =>
        one.kind === 'mask'
          ? !showsMasks || off.has(one.id) !== isBackground(one)
          : !showsBoxes || off.has(one.id),
      )
      .map(({ id }) => id),
  );
}

/** Classes of all images of the panel, as each tells of its own. */
function useReportedClasses() {
  const [known, setKnown] = useState<ReadonlyMap<string, readonly OverlayClass[]>>(new Map());
  const report = useCallback((cell: string, classes: readonly OverlayClass[]) => {
    setKnown((before) => {
      const own = before.get(cell) ?? NO_CLASSES;
      const isSame =
        own.length === classes.length && own.every(({ id }, at) => id === classes[at]?.id);
      return isSame ? before : new Map(before).set(cell, classes);
    });
  }, []);
  const classes = useMemo(() => {
    const all = new Map<string, OverlayClass>();
    for (const own of known.values()) for (const one of own) all.set(one.id, one);
    return [...all.values()];
  }, [known]);
  return { classes, report };
}
