import {
  CodeComparerSettings,
  type CustomChartSettings,
  customChartOf,
  MarkdownSettings,
  MediaSettings,
  RunComparerSettings,
} from '@runloom/model';
import { chartConfig } from './custom-chart.ts';
import { compact, type Json, recordOf, textOf, textsOf, wholeOf } from './json.ts';
import type { PanelMapping } from './panel-mapping.ts';

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

/** Panels that set runs side by side, and those of texts and charts of one's own. */
export const COMPARISON_PANELS: readonly PanelMapping[] = [
  runComparer,
  codeComparer,
  media,
  markdown,
  customChart,
  table,
];

const path = (value: Json, ...names: readonly string[]): Json =>
  names.reduce((inner, name) => recordOf(inner[name]), value);
