import {
  BarSettings,
  CodeComparerSettings,
  type CustomChartSettings,
  customChartOf,
  type Gradient,
  ImportanceSettings,
  MarkdownSettings,
  MediaSettings,
  OwnLineSettings,
  ParallelSettings,
  RunComparerSettings,
  type RunValueRef,
  ScatterSettings,
} from '@runloom/model';
import { hexColour } from './colours.ts';
import { chartConfig } from './custom-chart.ts';
import {
  accessorOfName,
  groupOfName,
  nameOfAccessor,
  nameOfGroup,
  nameOfValue,
  valueOfName,
} from './fields.ts';
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
import { readLine, writeLine } from './line.ts';

/** A kind of panel on both sides. Members that one side has no word for are left out. */
export interface PanelMapping {
  /** `viewType` on the wire. */
  readonly viewType: string;
  /** Id of our type of panel. */
  readonly type: string;
  /** Whether it is one of ours, where a kind on the wire holds many things. */
  readonly takes?: (config: Json) => boolean;
  readonly read: (config: Json) => Json;
  readonly write: (settings: Json) => Json;
}

const AGGREGATES = { mean: 'mean', median: 'median', min: 'min', max: 'max', sum: 'sum' } as const;
const INTERVALS = { minmax: 'minmax', stddev: 'sd', stderr: 'se', none: 'none' } as const;

const line: PanelMapping = {
  viewType: 'Run History Line Plot',
  type: 'line',
  read: (config) => readLine(config),
  write: (settings) => writeLine(OwnLineSettings.safeParse(settings).data ?? {}),
};

const scalar: PanelMapping = {
  viewType: 'Scalar Chart',
  type: 'scalar',
  read: (config) => compact({ field: nameOfValue(textsOf(config['metrics'])[0]) ?? undefined }),
  write: ({ field }) => ({ metrics: values([textOf(field) ?? '']) }),
};

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

const runComparer: PanelMapping = {
  viewType: 'Run Comparer',
  type: 'run-comparer',
  read: ({ diffOnly }) => (diffOnly ? { onlyDifferences: true } : {}),
  write(settings) {
    const own = RunComparerSettings.partial().safeParse(settings).data ?? {};
    return own.onlyDifferences ? { diffOnly: 'split' } : {};
  },
};

const codeComparer: PanelMapping = {
  viewType: 'Code Comparer',
  type: 'code-comparer',
  read: ({ diff }) => (diff === 'unified' ? { layout: 'unified' } : {}),
  write(settings) {
    const own = CodeComparerSettings.partial().safeParse(settings).data ?? {};
    return { diff: own.layout ?? 'split' };
  },
};

const media: PanelMapping = {
  viewType: 'Media Browser',
  type: 'media',
  read: (config) =>
    compact({
      keys: textsOf(config['mediaKeys']).slice(0, 100),
      columns: wholeOf(config['columnCount'], 1, 20),
    }),
  write(settings) {
    const own = MediaSettings.partial().safeParse(settings).data ?? {};
    return compact({ mediaKeys: own.keys ?? [], columnCount: own.columns ?? undefined });
  },
};

const markdown: PanelMapping = {
  viewType: 'Markdown Panel',
  type: 'markdown',
  read: ({ value }) => ({ text: (textOf(value) ?? '').slice(0, 100_000) }),
  write: (settings) => ({ value: MarkdownSettings.safeParse(settings).data?.text ?? '' }),
};

const customChart: PanelMapping = {
  viewType: 'Vega2',
  type: 'custom-chart',
  read: (config) => ({ ...customChartOf(config) }),
  write: (settings) => chartConfig(settings as Partial<CustomChartSettings>),
};

/** The query of a panel that shows one table of all runs: the key is all that we have a word for. */
const tableKey = (config: Json): string | undefined => {
  const step = path(config, 'panel2Config', 'exp', 'fromOp');
  return step['name'] === 'pick' ? textOf(path(step, 'inputs', 'key')['val']) : undefined;
};

const table: PanelMapping = {
  viewType: 'Weave',
  type: 'table',
  takes: (config) => tableKey(config) !== undefined,
  read: (config) => ({ key: tableKey(config) ?? '' }),
  write: ({ key }) => ({
    panel2Config: {
      exp: {
        fromOp: {
          name: 'pick',
          inputs: { key: { nodeType: 'const', type: 'string', val: textOf(key) ?? '' } },
        },
      },
    },
  }),
};

/** All kinds that both sides have. */
const PANEL_MAPPINGS: readonly PanelMapping[] = [
  line,
  scalar,
  bar,
  scatter,
  parallel,
  importance,
  runComparer,
  codeComparer,
  media,
  markdown,
  customChart,
  table,
];

/** The mapping of a panel on the wire; undefined for one that we have nothing for. */
export function mappingOf(viewType: string, config: Json): PanelMapping | undefined {
  return PANEL_MAPPINGS.find(
    (one) => one.viewType === viewType && (one.takes === undefined || one.takes(config)),
  );
}

/** The mapping of one of our types of panels. */
export const mappingOfType = (type: string): PanelMapping | undefined =>
  PANEL_MAPPINGS.find((one) => one.type === type);

/** Id of the panel type that keeps what we have no panel for, and says so. */
export const FOREIGN_TYPE = 'foreign';

const path = (value: Json, ...names: readonly string[]): Json =>
  names.reduce((inner, name) => recordOf(inner[name]), value);

const last = (field: string | null): RunValueRef | undefined =>
  field === null ? undefined : { field, statistic: 'last' };

/** The wire has no word for statistics: the last value stands for them. */
const accessorOf = (value: RunValueRef | null): string | undefined =>
  value === null ? undefined : (accessorOfName(value.field) ?? undefined);

const values = (fields: readonly string[]): readonly string[] =>
  fields.flatMap((field) => valueOfName(field) ?? []);

/** Defaults that a schema fills in were not said. */
const said = <Value>(settings: Json, name: string, value: Value): Value | undefined =>
  Object.hasOwn(settings, name) ? value : undefined;

function mapMembers<Name extends string, Other extends string>(
  names: Readonly<Partial<Record<Name, Other>>>,
  memberOf: (other: Other) => unknown,
): Json {
  return Object.fromEntries(
    Object.entries(names).map(([name, other]) => [name, memberOf(other as Other)]),
  );
}

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
