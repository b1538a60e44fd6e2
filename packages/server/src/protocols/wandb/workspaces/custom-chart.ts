import type { CustomChartSettings } from '@runloom/model';
import type { Json } from './json.ts';

/** Runs that the query asks for, as the client writes it. */
const RUNS_ASKED = 500;

/** A custom chart as the `config` of a `Vega2` panel: what `customChartOf` reads. */
export function chartConfig(settings: Partial<CustomChartSettings>): Json {
  const { definition = '', fields = {}, strings = {}, data } = settings;
  const keys = (name: 'config' | 'summary' | 'history'): readonly Json[] => {
    const own = data?.[name] ?? [];
    return own.length === 0 ? [] : [field(name, [argument('keys', own)])];
  };
  const table = (name: 'summaryTable' | 'historyTable'): readonly Json[] =>
    data?.[name] ? [field(name, [argument('tableKey', data[name])])] : [];
  return {
    transform: { name: 'tableWithLeafColNames' },
    userQuery: {
      queryFields: [
        {
          name: 'runSets',
          args: [argument('runSets', '${runSets}'), argument('limit', RUNS_ASKED)],
          fields: [
            ...keys('config'),
            ...keys('summary'),
            ...keys('history'),
            ...table('summaryTable'),
            ...table('historyTable'),
            field('id', []),
            field('name', []),
          ],
        },
      ],
    },
    panelDefId: definition,
    fieldSettings: fields,
    stringSettings: strings,
  };
}

const argument = (name: string, value: unknown): Json => ({ name, value });

const field = (name: string, args: readonly Json[]): Json =>
  args.length === 0 ? { name, fields: [] } : { name, args, fields: [] };
