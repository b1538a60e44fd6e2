import {
  BarSettings,
  type Gradient,
  ImportanceSettings,
  ParallelSettings,
  ScatterSettings,
} from '@runloom/model';
import { hexColour } from './colours.ts';
import { groupOfName, nameOfAccessor, nameOfGroup, nameOfValue, valueOfName } from './fields.ts';
import {
  compact,
  flagOf,
  invert,
  type Json,
  listOf,
  lookUp,
  numberOf,
  recordOf,
  textOf,
  textsOf,
  wholeOf,
} from './json.ts';
import { accessorOf, last, mapMembers, type PanelMapping, said, values } from './panel-mapping.ts';

const AGGREGATES = { mean: 'mean', median: 'median', min: 'min', max: 'max', sum: 'sum' } as const;
const INTERVALS = { minmax: 'minmax', stddev: 'sd', stderr: 'se', none: 'none' } as const;

const bar: PanelMapping = {
  viewType: 'Bar Chart',
  type: 'bar',
  read(config) {
    const group = nameOfGroup(config['groupBy']);
    return compact({
      values: textsOf(config['metrics']).flatMap((metric) => last(nameOfValue(metric)) ?? []),
      direction: config['vertical'] === true ? 'vertical' : 'horizontal',
      grouping: group === null ? undefined : { fields: [group] },
      aggregate: lookUp(AGGREGATES, config['groupAgg']),
      interval: lookUp(INTERVALS, config['groupArea']),
      maxBars: wholeOf(config['barLimit'] ?? config['limit'], 1, 1_000),
      valueMin: numberOf(config['xAxisMin']),
      valueMax: numberOf(config['xAxisMax']),
      valueTitle: textOf(config['xAxisTitle']),
    });
  },
  write(settings) {
    const own = BarSettings.partial().safeParse(settings).data ?? {};
    const { grouping } = own;
    const [field] = typeof grouping === 'object' ? grouping.fields : [];
    const group = field === undefined ? undefined : (groupOfName(field) ?? undefined);
    return compact({
      metrics: values((own.values ?? []).map((value) => value.field)),
      vertical: own.direction === 'vertical',
      groupBy: group,
      aggregate: group === undefined ? undefined : true,
      groupAgg: said(settings, 'aggregate', own.aggregate),
      groupArea: lookUp(invert(INTERVALS), said(settings, 'interval', own.interval)),
      barLimit: said(settings, 'maxBars', own.maxBars),
      xAxisMin: own.valueMin ?? undefined,
      xAxisMax: own.valueMax ?? undefined,
      xAxisTitle: said(settings, 'valueTitle', own.valueTitle),
    });
  },
};

/** Members of a scatter plot that are called and kept alike on both sides. */
const SCATTER_NUMBERS = {
  xMin: 'xAxisMin',
  xMax: 'xAxisMax',
  yMin: 'yAxisMin',
  yMax: 'yAxisMax',
  zMin: 'zAxisMin',
  zMax: 'zAxisMax',
} as const;
const SCATTER_FLAGS = {
  xLog: 'xAxisLogScale',
  yLog: 'yAxisLogScale',
  zLog: 'zAxisLogScale',
  showsRunningMin: 'showMinYAxisLine',
  showsRunningMax: 'showMaxYAxisLine',
  showsRunningMean: 'showAvgYAxisLine',
  showsRegression: 'showLinearRegression',
} as const;
const SCATTER_AXES = { x: 'xAxis', y: 'yAxis', z: 'zAxis' } as const;

const scatter: PanelMapping = {
  viewType: 'Scatter Plot',
  type: 'scatter',
  read: (config) =>
    compact({
      ...mapMembers(SCATTER_AXES, (name) => last(nameOfAccessor(config[name]))),
      ...mapMembers(SCATTER_NUMBERS, (name) => numberOf(config[name])),
      ...mapMembers(SCATTER_FLAGS, (name) => flagOf(config[name])),
      gradient: readGradient(config['customGradient']),
    }),
  write(settings) {
    const own = ScatterSettings.partial().safeParse(settings).data ?? {};
    return compact({
      ...mapMembers(invert(SCATTER_AXES), (name) => accessorOf(own[name] ?? null)),
      ...mapMembers(invert(SCATTER_NUMBERS), (name) => own[name] ?? undefined),
      ...mapMembers(invert(SCATTER_FLAGS), (name) => said(settings, name, own[name])),
      customGradient: writeGradient(own.gradient),
    });
  },
};

const parallel: PanelMapping = {
  viewType: 'Parallel Coordinates Plot',
  type: 'parallel',
  read: (config) =>
    compact({
      axes: listOf(config['columns'])
        .map(recordOf)
        .flatMap((column) => {
          const value = last(nameOfAccessor(column['accessor']));
          if (value === undefined) return [];
          const own = {
            title: textOf(column['displayName']),
            isLog: flagOf(column['log']),
            isFlipped: flagOf(column['inverted']),
          };
          return [{ ...value, ...compact(own) }];
        })
        .slice(0, 50),
      gradient: readGradient(config['customGradient']),
    }),
  write(settings) {
    const own = ParallelSettings.partial().safeParse(settings).data ?? {};
    return compact({
      columns: (own.axes ?? []).flatMap((axis) => {
        const accessor = accessorOf(axis);
        if (accessor === undefined) return [];
        const { title, isFlipped, isLog } = axis;
        const column = {
          accessor,
          displayName: title || undefined,
          inverted: isFlipped || undefined,
          log: isLog || undefined,
        };
        return [compact(column)];
      }),
      customGradient: writeGradient(own.gradient),
    });
  },
};

const importance: PanelMapping = {
  viewType: 'Parameter Importance',
  type: 'importance',
  read: ({ targetKey }) =>
    compact({ target: last(nameOfAccessor(targetKey) ?? nameOfValue(targetKey)) }),
  write(settings) {
    const target = ImportanceSettings.partial().safeParse(settings).data?.target ?? null;
    return { targetKey: target === null ? '' : (valueOfName(target.field) ?? '') };
  },
};

/** Panels of one mark a run. */
export const ANALYSIS_PANELS: readonly PanelMapping[] = [bar, scatter, parallel, importance];

/** Offsets are per cent there. */
function readGradient(points: unknown): Gradient | undefined {
  const stops = listOf(points)
    .map(recordOf)
    .flatMap(({ color, offset }) => {
      const [colour, percent] = [hexColour(color), numberOf(offset)];
      if (colour === undefined || percent === undefined) return [];
      return [{ at: Math.min(1, Math.max(0, percent / 100)), colour }];
    })
    .toSorted((a, b) => a.at - b.at);
  return stops.length < 2 ? undefined : stops.slice(0, 20);
}

function writeGradient(gradient: Gradient | undefined): readonly Json[] | undefined {
  if (gradient === undefined || typeof gradient === 'string') return undefined;
  return gradient.map(({ at, colour }) => ({ color: colour, offset: at * 100 }));
}
