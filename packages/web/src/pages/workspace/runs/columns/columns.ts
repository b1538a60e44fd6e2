import {
  type ColumnSpec,
  isLowerBetter,
  type MetricDefinition,
  type RunFieldView,
  type SortSpec,
  type TableColumn,
} from '@runloom/model';

/** A column as it is drawn. */
export interface Column {
  readonly spec: ColumnSpec;
  /** Tells it from all others. */
  readonly id: string;
  readonly title: string;
  /** `config` or `summary`, before the title. */
  readonly source: string | null;
  /** px */
  readonly width: number;
  readonly isNumeric: boolean;
  readonly canSort: boolean;
  /** Which of the values of a row is its own; null where it shows what every row has. */
  readonly value: number | null;
}

const ATTRIBUTES: Readonly<Record<string, { title: string; width: number; isNumeric?: boolean }>> =
  {
    state: { title: 'State', width: 100 },
    createdAt: { title: 'Created', width: 96 },
    duration: { title: 'Runtime', width: 86, isNumeric: true },
    user: { title: 'User', width: 100 },
    tags: { title: 'Tags', width: 140 },
    notes: { title: 'Notes', width: 180 },
    group: { title: 'Group', width: 100 },
    jobType: { title: 'Job type', width: 96 },
    sweep: { title: 'Sweep', width: 96 },
    name: { title: 'Id', width: 100 },
    project: { title: 'Project', width: 130 },
    heartbeatAt: { title: 'Last heartbeat', width: 110 },
    host: { title: 'Host', width: 120 },
    commit: { title: 'Commit', width: 110 },
    repository: { title: 'Repository', width: 160 },
    program: { title: 'Program', width: 140 },
    python: { title: 'Python', width: 110 },
    os: { title: 'Operating system', width: 150 },
    gpu: { title: 'GPU', width: 150 },
    gpuCount: { title: 'GPUs', width: 70, isNumeric: true },
    cpuCount: { title: 'CPU cores', width: 86, isNumeric: true },
    cuda: { title: 'CUDA', width: 80 },
    client: { title: 'Client version', width: 100 },
    description: { title: 'Description', width: 160 },
    updatedAt: { title: 'Updated', width: 96 },
  };

/** Attributes that every row comes with. */
const OWN = new Set([
  'state',
  'createdAt',
  'duration',
  'user',
  'tags',
  'notes',
  'group',
  'jobType',
  'sweep',
  'name',
]);

/** Attributes that can be a column, in the order of the dialog. */
export const ATTRIBUTE_FIELDS: readonly string[] = Object.keys(ATTRIBUTES);

/** Keys of each kind that get a column by themselves. */
const MOST_KEYS = 10;

const plain = (field: string): ColumnSpec => ({ field, statistic: 'last', isPinned: false });

/** Columns of a list that the reader did not choose any for. */
export function defaultColumns(
  isWide: boolean,
  fields: readonly RunFieldView[],
): readonly ColumnSpec[] {
  const common = ['createdAt', 'duration', 'user', 'tags'].map(plain);
  if (!isWide) return common;
  const keys = (source: RunFieldView['source']) =>
    fields
      .filter((field) => field.source === source && !field.path.startsWith('_'))
      .slice(0, MOST_KEYS)
      .map(({ field }) => plain(field));
  return [plain('state'), ...common, ...keys('config'), ...keys('summary')];
}

/** Columns to draw, pinned ones first. @param fields what is known of keys, for their kind of value */
export function toColumns(
  specs: readonly ColumnSpec[],
  fields: ReadonlyMap<string, RunFieldView>,
): readonly Column[] {
  let values = 0;
  const columns = specs.map((spec): Column => {
    const attribute = ATTRIBUTES[spec.field];
    const id = `${spec.field} ${spec.statistic}`;
    if (attribute !== undefined) {
      return {
        spec,
        id,
        title: attribute.title,
        source: null,
        width: spec.width ?? attribute.width,
        isNumeric: attribute.isNumeric ?? false,
        canSort: spec.field !== 'tags',
        value: OWN.has(spec.field) ? null : values++,
      };
    }
    const dot = spec.field.indexOf('.');
    return {
      spec,
      id,
      title: spec.field.slice(dot + 1),
      source: spec.field.slice(0, dot),
      width: spec.width ?? 116,
      isNumeric: fields.get(spec.field)?.hasNumbers ?? true,
      canSort: true,
      value: values++,
    };
  });
  return [
    ...columns.filter(({ spec }) => spec.isPinned),
    ...columns.filter(({ spec }) => !spec.isPinned),
  ];
}

/** What the server is asked for; the values of a row are in this order. */
export function requestColumns(
  specs: readonly ColumnSpec[],
  definitions: readonly MetricDefinition[],
): TableColumn[] {
  return specs.flatMap(({ field, statistic }) => {
    if (OWN.has(field)) return [];
    if (statistic !== 'best') return [{ field, statistic }];
    return [{ field, statistic: isLowerBetter(field, definitions) ? 'min' : 'max' } as const];
  });
}

/** The order as requests have it: the first field counts most, `-` descends. */
export function requestOrder(
  sort: readonly SortSpec[],
  definitions: readonly MetricDefinition[],
): readonly string[] {
  return sort.map(({ field, isAscending, statistic }) => {
    const best = () => (isLowerBetter(field, definitions) ? 'min' : 'max');
    const extreme = statistic === 'best' ? best() : statistic;
    // Only metrics have other values than the last.
    const isMetric = field.startsWith('summary.');
    const name = extreme === undefined || !isMetric ? field : `${extreme}:${field}`;
    return `${isAscending ? '' : '-'}${name}`;
  });
}
