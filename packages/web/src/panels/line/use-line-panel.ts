import { useContext, useMemo, useState } from 'react';
import type { ChartView } from '../../charts/index.ts';
import { useMetricKeys } from '../../data/projects.ts';
import { useSeries } from '../../data/series.ts';
import type { PanelQuery } from '../../data/series-query.ts';
import { FocusedRunContext, useBoard } from '../board/board-context.ts';
import { zoomOf } from '../board/board-view.ts';
import type { MetricRef, PanelSpec } from '../panel-type.ts';
import { alignmentOf, factsOf } from './panel-facts.ts';
import { panelLines } from './panel-lines.ts';
import { panelRequest } from './panel-request.ts';
import { panelSettings } from './panel-settings.ts';
import { lineAxisOf, subjectsOf } from './panel-subjects.ts';
import { useRunValues } from './use-run-values.ts';
import { useSamples } from './use-samples.ts';

const NO_KEYS: readonly string[] = [];
const NO_RUNS: readonly string[] = [];

/** Everything that a line panel shows, by its settings and what the server knows. */
export function useLinePanel(spec: PanelSpec, width: number) {
  const { entity, project, runs, view, hiddenRuns = NO_RUNS } = useBoard();
  const focused = useContext(FocusedRunContext);
  const [capture, setCapture] = useState(0);
  const resolved = useMemo(() => panelSettings(spec, view), [spec, view]);
  // Zooming and other changes of the view leave the settings as they are.
  const signature = JSON.stringify(resolved.settings);
  const settings = useMemo(() => resolved.settings, [signature]);
  const stream = spec.metric?.stream ?? 'history';
  const keys = useKeys(entity, project, stream, settings.metrics?.kind === 'pattern');
  const subjects = useMemo(
    () => subjectsOf(settings, spec.metric, keys, capture),
    [settings, spec.metric, keys, capture],
  );
  const { y } = subjects;
  const { axis, disputed } = useMemo(() => {
    const [first] = y;
    const metric: MetricRef = { stream, key: first && 'key' in first ? first.key : '' };
    return lineAxisOf(settings.x, metric, runs);
  }, [settings.x, y, stream, runs]);
  const range = zoomOf(view, spec.id, axis);

  const most = settings.isGrouped
    ? runs.length
    : Math.max(1, Math.floor(settings.mostLines / Math.max(1, y.length)));
  const drawn = useMemo(() => runs.slice(0, most), [runs, most]);
  const query = useMemo((): PanelQuery | null => {
    if (y.length === 0 || drawn.length === 0) return null;
    return {
      entity,
      project,
      runs: drawn.map(({ name }) => name),
      hiddenRuns: settings.isGrouped ? hiddenRuns : NO_RUNS,
      panel: panelRequest(settings, { stream, y, axis, range, width }),
    };
  }, [entity, project, drawn, hiddenRuns, settings, stream, y, axis, range, width]);
  const { data, isLoading, error, retry } = useSeries(query);

  const runValueOf = useRunValues(entity, project, drawn, settings.legend);
  const samples = useSamples(settings, query, { stream, y, axis, range, width }, data?.groups);
  const findSamples = samples?.find;
  const all = useMemo(
    () =>
      data === null
        ? []
        : panelLines(data, {
            settings,
            y,
            axis,
            runs: drawn,
            runValueOf,
            ...(findSamples === undefined ? {} : { samplesOf: findSamples }),
          }),
    [data, settings, y, axis, drawn, runValueOf, findSamples],
  );
  const lines = useMemo(() => all.slice(0, settings.mostLines), [all, settings.mostLines]);
  const chart = useMemo(
    (): ChartView => ({
      lines,
      axis,
      range,
      xBounds: { min: settings.xMin, max: settings.xMax },
      yBounds: { min: settings.yMin, max: settings.yMax },
      xLog: settings.xLog,
      yLog: settings.yLog,
      ignoreOutliers: settings.ignoresOutliers,
      type: settings.type,
      lineWidth: settings.lineWidth,
      textSize: settings.textSize,
      hasDates: settings.xFormat === 'datetime',
      xTitle: settings.xTitle,
      yTitle: settings.yTitle,
    }),
    [lines, axis, range, settings],
  );
  const facts = useMemo(() => factsOf(lines, settings), [lines, settings]);
  const focus = useMemo(() => {
    if (focused === null) return null;
    if (lines.some(({ source }) => source === focused)) return focused;
    const group = data?.groups.find((candidate) => candidate.runs.includes(focused))?.label;
    return group !== undefined && lines.some(({ source }) => source === group) ? group : null;
  }, [focused, lines, data]);

  return {
    entity,
    project,
    settings,
    subjects,
    capture,
    setCapture,
    axis,
    disputed,
    range,
    query,
    chart,
    lines,
    facts,
    focus,
    isLoading: isLoading || (samples?.isLoading ?? false),
    /** Where single runs are drawn behind groups: how many of them. */
    samples: samples === null ? null : { drawn: samples.drawn, of: samples.of },
    error,
    retry,
    /** Why nothing can be drawn of the panel or one of its lines, in words. */
    problems: [
      ...subjects.problems,
      ...(data?.error ? [data.error.message] : []),
      ...(data?.problems.filter(({ code }) => code !== 'not_found') ?? []).map(
        ({ message }) => message,
      ),
    ],
    /** What was not logged, or not in view, in words. */
    absences: (data?.problems.filter(({ code }) => code === 'not_found') ?? []).map(
      ({ message }) => message,
    ),
    alignment: alignmentOf(data),
    isBackwards: data?.lines.some(({ backwards }) => backwards) ?? false,
    isSmoothedByPlace: data?.lines.some(({ smoothedOver }) => smoothedOver === 'places') ?? false,
    shown: settings.isGrouped
      ? { drawn: lines.length, of: all.length, what: 'groups' }
      : { drawn: drawn.length, of: runs.length, what: 'runs' },
  };
}

export type LinePanelState = ReturnType<typeof useLinePanel>;

/** Names of the metrics that a pattern may find. */
function useKeys(
  entity: string,
  project: string,
  stream: 'history' | 'system',
  isNeeded: boolean,
): readonly string[] {
  const keys = useMetricKeys(entity, project);
  return isNeeded ? (keys.data?.[stream] ?? NO_KEYS) : NO_KEYS;
}
