import type { LineStyleSetting, OwnLineSettings } from '@runloom/model';
import { hexColour } from './colours.ts';
import { groupOfName, nameOfGroup } from './fields.ts';
import {
  compact,
  flagOf,
  invert,
  type Json,
  lookUp,
  numberOf,
  recordOf,
  textOf,
  textsOf,
  wholeOf,
} from './json.ts';
import { readSmoothing, writeSmoothing } from './smoothing.ts';

/** Axes by their names on the wire; any other name is a metric. */
const AXES = {
  _step: 'step',
  _absolute_runtime: 'relative',
  _runtime: 'process',
  _timestamp: 'wall',
} as const;
const AGGREGATES = { mean: 'mean', median: 'median', min: 'min', max: 'max', sum: 'sum' } as const;
const BANDS = {
  minmax: 'minmax',
  stddev: 'sd',
  stderr: 'se',
  none: 'none',
  samples: 'samples',
} as const;
const TYPES = { line: 'line', 'stacked-area': 'area', 'pct-area': 'percentArea' } as const;
const TEXT_SIZES = { small: 'small', medium: 'medium', large: 'large' } as const;
const FORMATS = { datetime: 'datetime' } as const;
const PLACES = { north: 'top', south: 'bottom', west: 'left', east: 'right' } as const;
const DASHES = {
  solid: 'solid',
  dashed: 'dashed',
  dotted: 'dotted',
  dotdash: 'dash-dot',
} as const;

type LineX = NonNullable<OwnLineSettings['x']>;

export function readAxis(name: unknown): LineX | undefined {
  const text = textOf(name);
  if (text === undefined || text === '') return undefined;
  return lookUp(AXES, text) ?? { key: text };
}

export function writeAxis(x: LineX | undefined): string | undefined {
  if (x === undefined || x === 'auto') return undefined;
  if (typeof x === 'object') return 'key' in x ? x.key : undefined;
  return invert(AXES)[x];
}

/** Settings of a line chart from the `config` of its panel (wandb-workspaces 0.4, `LinePlotConfig`). */
export function readLine(config: Json): OwnLineSettings {
  const expression = textOf(config['xExpression']);
  const limit = wholeOf(config['limit'], 1, 1_000);
  const group = nameOfGroup(config['groupBy']);
  const isGrouped = group !== null || flagOf(config['aggregate']);
  const styles = readStyles(config);
  const expressions = textsOf(config['expressions']).filter((text) => text !== '');
  return compact({
    metrics: readMetrics(config),
    x: expression ? { expression } : readAxis(config['xAxis']),
    xMin: numberOf(config['xAxisMin']),
    xMax: numberOf(config['xAxisMax']),
    yMin: numberOf(config['yAxisMin']),
    yMax: numberOf(config['yAxisMax']),
    xLog: flagOf(config['xLogScale']),
    yLog: flagOf(config['yLogScale']),
    xTitle: textOf(config['xAxisTitle']),
    yTitle: textOf(config['yAxisTitle']),
    textSize: lookUp(TEXT_SIZES, config['fontSize']),
    xFormat: lookUp(FORMATS, config['xAxisFormat']),
    smoothing: readSmoothing(config['smoothingType'], config['smoothingWeight']),
    showsOriginal: flagOf(config['showOriginalAfterSmoothing']),
    ignoresOutliers: flagOf(config['ignoreOutliers']),
    mostLines: limit,
    isGrouped: isGrouped === false ? undefined : isGrouped,
    groupFields: group === null ? undefined : [group],
    aggregate: lookUp(AGGREGATES, config['groupAgg']),
    band: lookUp(BANDS, config['groupArea']),
    type: lookUp(TYPES, config['plotType']),
    legend: textOf(config['legendTemplate']),
    legendPlace: lookUp(PLACES, config['legendPosition']),
    expressions: expressions.length === 0 ? undefined : expressions,
    lineStyles: styles.length === 0 ? undefined : styles,
  }) as OwnLineSettings;
}

/** The other way round: members that the settings say nothing of are left out. */
export function writeLine(settings: OwnLineSettings): Json {
  const { metrics, x, groupFields = [], groupKind = 'by', isGrouped } = settings;
  const isPattern = metrics?.kind === 'pattern';
  const [only] = groupFields;
  const group =
    isGrouped && groupKind === 'by' && groupFields.length === 1 && only !== undefined
      ? (groupOfName(only) ?? undefined)
      : undefined;
  return compact({
    metrics: metrics?.kind === 'keys' ? metrics.keys : [],
    metricRegex: isPattern ? metrics.pattern : undefined,
    useMetricRegex: isPattern ? true : undefined,
    xAxis: writeAxis(x),
    xExpression: typeof x === 'object' && 'expression' in x ? x.expression : undefined,
    xAxisMin: settings.xMin ?? undefined,
    xAxisMax: settings.xMax ?? undefined,
    yAxisMin: settings.yMin ?? undefined,
    yAxisMax: settings.yMax ?? undefined,
    xLogScale: settings.xLog,
    yLogScale: settings.yLog,
    xAxisTitle: settings.xTitle,
    yAxisTitle: settings.yTitle,
    fontSize: settings.textSize,
    xAxisFormat: lookUp(invert(FORMATS), settings.xFormat),
    ...writeSmoothing(settings.smoothing),
    showOriginalAfterSmoothing: settings.showsOriginal,
    ignoreOutliers: settings.ignoresOutliers,
    limit: settings.mostLines,
    groupBy: group,
    aggregate: isGrouped,
    groupAgg: settings.aggregate,
    groupArea: lookUp(invert(BANDS), settings.band),
    plotType: lookUp(invert(TYPES), settings.type),
    legendTemplate: settings.legend,
    legendPosition: lookUp(invert(PLACES), settings.legendPlace),
    expressions: settings.expressions,
    ...writeStyles(settings.lineStyles ?? []),
  });
}

function readMetrics(config: Json): OwnLineSettings['metrics'] | undefined {
  const pattern = textOf(config['metricRegex']);
  if (pattern && config['useMetricRegex'] !== false) {
    return { kind: 'pattern', pattern: pattern.slice(0, 500) };
  }
  const keys = textsOf(config['metrics']).filter((key) => key !== '');
  return keys.length === 0 ? undefined : { kind: 'keys', keys: keys.slice(0, 100) };
}

/** Overrides by `run:metric`. */
const OVERRIDES = {
  overrideSeriesTitles: (value: unknown) => ({ title: textOf(value)?.slice(0, 500) }),
  overrideColors: (value: unknown) => ({
    colour: hexColour(typeof value === 'string' ? value : recordOf(value)['color']),
  }),
  overrideLineWidths: (value: unknown) => {
    const width = numberOf(value);
    return { width: width === undefined ? undefined : Math.min(8, Math.max(0.5, width)) };
  },
  overrideMarks: (value: unknown) => ({ dash: lookUp(DASHES, value) }),
};

function readStyles(config: Json): readonly LineStyleSetting[] {
  const styles = new Map<string, LineStyleSetting>();
  for (const [name, read] of Object.entries(OVERRIDES)) {
    for (const [line, value] of Object.entries(recordOf(config[name]))) {
      const [, source, metric] = /^([^:]+):(.+)$/s.exec(line) ?? [];
      const change = compact(read(value));
      if (source === undefined || metric === undefined || Object.keys(change).length === 0)
        continue;
      styles.set(line, { ...(styles.get(line) ?? { source, metric }), ...change });
    }
  }
  return [...styles.values()].slice(0, 1_000);
}

function writeStyles(styles: readonly LineStyleSetting[]): Json {
  const members = (value: (style: LineStyleSetting) => unknown): Json | undefined => {
    const entries = styles.flatMap((style) => {
      const own = value(style);
      return own === undefined ? [] : [[`${style.source}:${style.metric}`, own] as const];
    });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  };
  return {
    overrideSeriesTitles: members(({ title }) => title),
    // The client's own charts keep a pale form beside each colour.
    overrideColors: members(({ colour }) =>
      colour === undefined ? undefined : { color: colour, transparentColor: `${colour}19` },
    ),
    overrideLineWidths: members(({ width }) => width),
    overrideMarks: members(({ dash }) => lookUp(invert(DASHES), dash)),
  };
}
