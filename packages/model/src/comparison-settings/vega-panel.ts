import { z } from 'zod';
import { CustomChartSettings } from './custom-chart.ts';

/** A part of a query as W&B writes it: `{name, args: [{name, value}], fields: […]}`. */
interface QueryField {
  readonly name: string;
  readonly args: readonly { readonly name: string; readonly value?: unknown }[];
  readonly fields: readonly QueryField[];
}

const QueryField: z.ZodType<QueryField> = z.lazy(() =>
  z.object({
    name: z.string(),
    args: z
      .array(z.object({ name: z.string(), value: z.unknown().optional() }))
      .nullish()
      .transform((args) => args ?? []),
    fields: z
      .array(QueryField)
      .nullish()
      .transform((fields) => fields ?? []),
  }),
);

const VegaPanel = z.object({
  panelDefId: z.string(),
  fieldSettings: z.record(z.string(), z.unknown()).nullish(),
  stringSettings: z.record(z.string(), z.unknown()).nullish(),
  userQuery: z.object({ queryFields: z.array(QueryField) }).nullish(),
});

/** Answers of a query on which each run's own fields are no data: they are there for every chart. */
const RUN_FIELDS = new Set(['id', 'name', 'displayName', '_defaultColorIndex']);

/**
 * What a `Vega2` panel of W&B is set to, as settings of a custom chart. The client writes one into a
 * run's config for every chart that a script logs (`_wandb.visualize.{key}.panel_config`), and
 * `wandb-workspaces` into views. Null when it is none.
 */
export function customChartOf(panelConfig: unknown): CustomChartSettings | null {
  const { data: panel } = VegaPanel.safeParse(panelConfig);
  if (panel === undefined) return null;
  const data = {
    config: [] as string[],
    summary: [] as string[],
    history: [] as string[],
    summaryTable: '',
    historyTable: '',
  };
  const runSets = panel.userQuery?.queryFields.filter(({ name }) => name === 'runSets') ?? [];
  for (const { name, args, fields } of runSets.flatMap((one) => one.fields)) {
    if (RUN_FIELDS.has(name)) continue;
    const keys = keysOf(args, fields);
    const table = args.find((arg) => arg.name === 'tableKey')?.value;
    if (name === 'config' || name === 'summary' || name === 'history') data[name].push(...keys);
    if (name === 'summaryTable' && typeof table === 'string') data.summaryTable = table;
    if (name === 'historyTable' && typeof table === 'string') data.historyTable = table;
  }
  const { data: settings } = CustomChartSettings.safeParse({
    definition: panel.panelDefId,
    fields: textsOf(panel.fieldSettings),
    strings: textsOf(panel.stringSettings),
    data,
  });
  return settings ?? null;
}

/** `keys: ["loss", "acc"]` among the arguments, or the fields below. */
function keysOf(args: QueryField['args'], fields: QueryField['fields']): readonly string[] {
  const listed = args.find(({ name }) => name === 'keys')?.value;
  const names = Array.isArray(listed) ? listed : fields.map(({ name }) => name);
  return names.filter((name): name is string => typeof name === 'string' && name !== '');
}

function textsOf(values: Readonly<Record<string, unknown>> | null | undefined) {
  return Object.fromEntries(
    Object.entries(values ?? {}).flatMap(([name, value]) =>
      value === null || value === undefined || typeof value === 'object'
        ? []
        : [[name, String(value)]],
    ),
  );
}
