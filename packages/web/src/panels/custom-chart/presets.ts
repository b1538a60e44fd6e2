/** A kind of chart that comes with Runloom, under the name by which clients ask for it. */
export interface ChartPreset {
  readonly id: string;
  readonly name: string;
  /** Vega-Lite with `${field:…}` and `${string:…}` in the places of columns and texts. */
  readonly spec: Readonly<Record<string, unknown>>;
}

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** `name` and `color` are the run's, in every row. */
const BY_RUN = {
  field: 'name',
  type: 'nominal',
  title: 'Run',
  scale: { range: { field: 'color' } },
} as const;

const ZOOM = { params: [{ name: 'zoom', select: 'interval', bind: 'scales' }] } as const;

function field(name: string, type: 'quantitative' | 'nominal' | 'ordinal', more: object = {}) {
  return { field: `\${field:${name}}`, type, ...more };
}

const TITLE = { title: { text: '${string:title}' } } as const;
const FREE = { scale: { zero: false } } as const;

/** In the order of the menu. The ids are those that `wandb.plot.*` of the client 0.31 writes. */
export const CHART_PRESETS: readonly ChartPreset[] = [
  {
    id: 'wandb/line/v0',
    name: 'Line',
    spec: {
      $schema: SCHEMA,
      ...TITLE,
      ...ZOOM,
      mark: { type: 'line', tooltip: true },
      encoding: {
        x: field('x', 'quantitative', FREE),
        y: field('y', 'quantitative', FREE),
        color: BY_RUN,
        strokeDash: field('stroke', 'nominal'),
      },
    },
  },
  {
    id: 'wandb/lineseries/v0',
    name: 'Several lines',
    spec: {
      $schema: SCHEMA,
      ...TITLE,
      ...ZOOM,
      mark: { type: 'line', tooltip: true },
      encoding: {
        x: field('step', 'quantitative', { title: '${string:xname}', ...FREE }),
        y: field('lineVal', 'quantitative', { title: 'Value', ...FREE }),
        color: field('lineKey', 'nominal', { title: 'Line' }),
        strokeDash: { field: 'name', type: 'nominal', title: 'Run' },
      },
    },
  },
  {
    id: 'wandb/scatter/v0',
    name: 'Scatter',
    spec: {
      $schema: SCHEMA,
      ...TITLE,
      ...ZOOM,
      mark: { type: 'point', filled: true, tooltip: true },
      encoding: {
        x: field('x', 'quantitative', FREE),
        y: field('y', 'quantitative', FREE),
        color: BY_RUN,
      },
    },
  },
  {
    id: 'wandb/bar/v0',
    name: 'Bars',
    spec: {
      $schema: SCHEMA,
      ...TITLE,
      mark: { type: 'bar', tooltip: true },
      encoding: {
        y: field('label', 'nominal', { sort: null }),
        x: field('value', 'quantitative'),
        yOffset: { field: 'name', sort: null },
        color: BY_RUN,
      },
    },
  },
  {
    id: 'wandb/histogram/v0',
    name: 'Histogram',
    spec: {
      $schema: SCHEMA,
      ...TITLE,
      mark: { type: 'bar', tooltip: true, opacity: 0.6 },
      encoding: {
        x: field('value', 'quantitative', { bin: { maxbins: 40 } }),
        y: { aggregate: 'count', stack: null, title: 'Count' },
        color: BY_RUN,
      },
    },
  },
  {
    id: 'wandb/area-under-curve/v0',
    name: 'ROC or precision and recall',
    spec: {
      $schema: SCHEMA,
      ...TITLE,
      mark: { type: 'line', tooltip: true, interpolate: 'linear' },
      encoding: {
        x: field('x', 'quantitative', { title: '${string:x-axis-title}', sort: 'ascending' }),
        y: field('y', 'quantitative', { title: '${string:y-axis-title}' }),
        color: BY_RUN,
        strokeDash: field('class', 'nominal', { title: 'Class' }),
        order: field('x', 'quantitative'),
      },
    },
  },
  {
    id: 'wandb/confusion_matrix/v1',
    name: 'Confusion matrix',
    spec: {
      $schema: SCHEMA,
      ...TITLE,
      transform: [
        {
          joinaggregate: [{ op: 'max', field: '${field:nPredictions}', as: 'most' }],
          groupby: ['name'],
        },
      ],
      facet: { column: { field: 'name', type: 'nominal', title: null } },
      spec: {
        encoding: {
          x: field('Predicted', 'nominal', { title: 'Predicted' }),
          y: field('Actual', 'nominal', { title: 'Actual' }),
        },
        layer: [
          {
            mark: { type: 'rect', tooltip: true },
            encoding: {
              color: field('nPredictions', 'quantitative', {
                legend: null,
                scale: { scheme: 'blues' },
              }),
            },
          },
          {
            mark: { type: 'text' },
            encoding: {
              text: field('nPredictions', 'quantitative'),
              color: {
                condition: {
                  test: "datum['${field:nPredictions}'] > datum['most'] / 2",
                  value: 'white',
                },
                value: 'black',
              },
            },
          },
        ],
      },
    },
  },
];

/** The preset of this id; undefined when Runloom has none. */
export function presetOf(id: string): ChartPreset | undefined {
  return CHART_PRESETS.find((preset) => preset.id === id);
}
