import {
  BarSettings,
  CodeComparerSettings,
  CustomChartSettings,
  ImportanceSettings,
  MarkdownSettings,
  MediaSettings,
  OwnLineSettings,
  ParallelSettings,
  parseViewSpec,
  RunComparerSettings,
  SavedViewDetail,
  ScatterSettings,
  TableSettings,
  type ViewSpec,
} from '@runloom/model';
import { beforeAll, describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();
const PROJECT = 'views';

interface Told {
  readonly url: string;
  readonly link: string;
  readonly workspace: {
    readonly name: string;
    readonly spec: Wire;
    readonly told: Record<string, unknown>;
  };
}
// biome-ignore lint/suspicious/noExplicitAny: the package's own JSON
type Wire = any;

async function python(what: string, ...rest: string[]): Promise<Told> {
  const args = [what, 'admin', PROJECT, ...rest];
  const { code, output } = await stage.machine.run('workspaces.py', { args });
  if (code !== 0) throw new Error(`workspaces.py ${what} failed:\n${output}`);
  const url = /^URL (.*)$/m.exec(output)?.[1] ?? '';
  const link = new URL(url).searchParams.get('nw') ?? '';
  return { url, link, workspace: JSON.parse(/^WORKSPACE (.*)$/m.exec(output)?.[1] ?? 'null') };
}

async function opened(link: string): Promise<SavedViewDetail & { readonly spec: ViewSpec }> {
  const path = `/api/v1/projects/admin/${PROJECT}/linked-views/${link}`;
  const answer = await stage.api.send('GET', path);
  expect(answer).toMatchObject({ status: 200 });
  return SavedViewDetail.parse(JSON.parse(answer.text)) as SavedViewDetail & { spec: ViewSpec };
}

async function saved(view: SavedViewDetail, spec: ViewSpec): Promise<void> {
  const body = { spec, base: view.version };
  const answer = await stage.api.send('PUT', `/api/v1/views/${view.id}`, body);
  expect(answer).toMatchObject({ status: 200 });
}

beforeAll(async () => {
  await stage.machine.run('logs_once.py', { args: [PROJECT, 'run-1'] });
});

describe('a workspace of wandb-workspaces', () => {
  let written: Told;
  beforeAll(async () => {
    written = await python('write');
  });

  it('is read back unchanged, also after it was opened', async () => {
    expect((await python('read', written.url)).workspace).toEqual(written.workspace);
    await opened(written.link);
    expect((await python('read', written.url)).workspace).toEqual(written.workspace);
  });

  it('opens with its runs', async () => {
    const { spec, name, link } = await opened(written.link);
    expect({ name, link }).toEqual({ name: 'Every setting', link: written.link });
    expect(spec.runs).toMatchObject({
      search: '^run',
      isExpression: true,
      filter:
        '(config.lr >= 0.001 or state = "finished") and tags = "keep" and createdAt within_last 5 days',
      groupBy: ['config.model.depth', 'group'],
      sort: [
        { field: 'summary.acc', isAscending: false },
        { field: 'config.lr', isAscending: true },
      ],
      columns: [
        { field: 'summary.acc', isPinned: true },
        { field: 'config.lr', isPinned: true },
      ],
      base: 'all',
      hidden: ['run-2'],
      baseline: 'run-3',
      pinned: ['run-1'],
      colours: {
        chosen: [
          ['run-1', '#ff0000'],
          ['run-2', '#0080ff'],
          ['run-3', '#00ff00'],
        ],
      },
    });
  });

  it('opens with its sections and settings', async () => {
    const { board } = (await opened(written.link)).spec;
    expect(board).toMatchObject({
      mode: 'manual',
      prefix: 'first',
      order: ['own:On top', 'own:Everything', 'own:Empty', 'own:Empty 2'],
      settings: {
        line: {
          x: { key: 'tokens' },
          xMax: 1000,
          smoothing: { kind: 'gaussian', sigma: 2 },
          ignoresOutliers: true,
          mostLines: 33,
          legendPlace: 'none',
          tooltip: 'nearest',
        },
      },
    });
    expect(board.sections[0]).toMatchObject({
      title: 'Everything',
      isOpen: true,
      columns: 2,
      pageRows: 4,
      settings: {
        line: { x: 'process', xMin: 1, smoothing: { kind: 'average', points: 5 } },
      },
    });
  });

  it('opens with every kind of panel', async () => {
    const { board } = (await opened(written.link)).spec;
    expect(board.panels.map(({ type, title }) => [type, title])).toEqual([
      ['line', 'Loss'],
      ['line', 'All of them'],
      ['line', undefined],
      ['scalar', 'Accuracy'],
      ['bar', 'Bars'],
      ['scatter', 'Points'],
      ['parallel', 'Axes'],
      ['importance', undefined],
      ['run-comparer', undefined],
      ['code-comparer', undefined],
      ['media', 'Pictures'],
      ['markdown', undefined],
      ['custom-chart', undefined],
      ['table', undefined],
      ['foreign', undefined],
      ['foreign', undefined],
      ['foreign', undefined],
      ['line', undefined],
    ]);
    // What is read is what the panels read.
    const schemas: Record<string, { readonly parse: (settings: unknown) => unknown }> = {
      line: OwnLineSettings,
      bar: BarSettings,
      scatter: ScatterSettings,
      parallel: ParallelSettings,
      importance: ImportanceSettings,
      'run-comparer': RunComparerSettings,
      'code-comparer': CodeComparerSettings,
      media: MediaSettings,
      markdown: MarkdownSettings,
      'custom-chart': CustomChartSettings,
      table: TableSettings,
    };
    for (const { type = '', settings } of board.panels) {
      expect(schemas[type]?.parse(settings) ?? settings).toMatchObject(settings ?? {});
    }
    expect(board.panels[0]?.settings).toEqual({
      metrics: { kind: 'keys', keys: ['loss', 'val/loss'] },
      x: 'step',
      yMin: 0,
      yMax: 2.5,
      yLog: true,
      xTitle: 'Steps',
      yTitle: 'Loss',
      xFormat: 'datetime',
      textSize: 'large',
      smoothing: { kind: 'ema', weight: 0.6 },
      showsOriginal: false,
      ignoresOutliers: true,
      mostLines: 7,
      isGrouped: true,
      groupFields: ['config.lr'],
      aggregate: 'median',
      band: 'se',
      type: 'area',
      legend: '${run:displayName} - ${config:lr}',
      legendPlace: 'bottom',
      lineStyles: [
        {
          source: 'run-1',
          metric: 'loss',
          title: 'First',
          colour: '#ff0000',
          width: 2.5,
          dash: 'dashed',
        },
      ],
    });
  });

  it('takes what is changed here, and nothing else', async () => {
    const before = await python('copy', written.url);
    const view = await opened(before.link);
    const { runs, board } = view.spec;
    const [first, ...others] = board.panels;
    const [section, ...sections] = board.sections;
    if (first === undefined || section === undefined) throw new Error('There are panels.');
    await saved(view, {
      ...view.spec,
      runs: { ...runs, filter: 'config.lr > 0.5', hidden: [], baseline: null },
      board: {
        ...board,
        panels: [
          { ...first, settings: { ...first.settings, yLog: false, band: 'ci95' } },
          ...others,
        ],
        sections: [{ ...section, title: 'Renamed here' }, ...sections],
        settings: { line: { ...board.settings['line'], smoothing: { kind: 'ema', weight: 0.25 } } },
      },
    });
    const after = await python('read', before.url);
    const expected = structuredClone(before.workspace.spec.section);
    const [runSet] = expected.runSets;
    runSet.filters = {
      filterFormat: 'filterV2',
      filters: [{ key: { section: 'config', name: 'lr' }, op: '>', value: 0.5, disabled: false }],
    };
    runSet.selections.tree = [];
    delete runSet.baselineRunId;
    runSet.pinnedRunIds = runSet.pinnedRunIds.slice(0, 2);
    const [bank] = expected.panelBankConfig.sections;
    bank.name = 'Renamed here';
    for (const one of expected.panelBankConfig.sections) one.__id__ = expect.any(String);
    bank.panels[0].config.yLogScale = false;
    // The 95 % interval has no word there, and the package fails on a weight that is no integer.
    delete bank.panels[0].config.groupArea;
    Object.assign(expected.settings, { smoothingType: 'exponential', smoothingWeight: 0 });
    expect(after.workspace.spec.section).toEqual(expected);
    const again = await opened(before.link);
    expect(again.spec.board.panels[0]?.settings).toMatchObject({ band: 'ci95', yLog: false });
    expect(again.spec.board.settings['line']).toMatchObject({
      smoothing: { kind: 'ema', weight: 0.25 },
    });
  });

  it('takes what a script changes after it was changed here', async () => {
    const { url, link } = await python('copy', written.url);
    const view = await opened(link);
    const { board } = view.spec;
    const [first, ...others] = board.panels;
    if (first === undefined) throw new Error('There are panels.');
    const changed = { ...first, settings: { ...first.settings, band: 'ci95' } };
    await saved(view, { ...view.spec, board: { ...board, panels: [changed, ...others] } });
    await python('resave', url);
    const { spec, version, savedBy } = await opened(link);
    expect({ version, savedBy }).toEqual({ version: 3, savedBy: 'admin' });
    expect(spec.runs.search).toBe('by a script');
    expect(spec.board.sections[0]).toMatchObject({ title: 'Renamed by a script' });
    expect(spec.board.panels[0]?.settings).toMatchObject({ band: 'ci95' });
  });
});

describe('a view that was saved here', () => {
  it('opens in Python by its address, and comes back', async () => {
    const body = { name: 'Made here', spec: MADE_HERE };
    const answer = await stage.api.send('POST', `/api/v1/projects/admin/${PROJECT}/views`, body);
    const { link } = SavedViewDetail.parse(JSON.parse(answer.text));
    const url = `${stage.server.url}/admin/${PROJECT}?nw=${link}`;
    const { workspace } = await python('read', url);
    expect(workspace.name).toBe('Made here');
    expect(workspace.told).toMatchObject({
      runset_settings: expect.stringContaining('Config("lr") > 0.1'),
      sections: [expect.stringContaining("LinePlot(title='Loss', y=[Metric(name='loss')]")],
    });
    await python('resave', url);
    const { spec } = await opened(link ?? '');
    expect(spec).toEqual({
      ...MADE_HERE,
      runs: { ...MADE_HERE.runs, search: 'by a script' },
      board: {
        ...MADE_HERE.board,
        sections: [{ ...MADE_HERE.board.sections[0], title: 'Renamed by a script' }],
      },
    });
  });
});

describe('a report of wandb-workspaces', () => {
  it.each(['published', 'draft'])('is read back unchanged when it is %s', async (state) => {
    const { code, output } = await stage.machine.run('workspaces.py', {
      args: ['report', 'admin', PROJECT, state],
    });
    if (code !== 0) throw new Error(output);
    const { read, written } = JSON.parse(/^REPORT (.*)$/m.exec(output)?.[1] ?? 'null');
    expect(read).toBe(written);
  });
});

const MADE_HERE: ViewSpec = parseViewSpec({
  version: 1,
  runs: { filter: 'config.lr > 0.1', layout: 'wide', firstCount: 20 },
  board: {
    mode: 'manual',
    syncsZoom: true,
    sections: [{ id: 'own:1', title: 'One', isOpen: true, order: ['own/1'] }],
    order: ['own:1'],
    panels: [
      {
        id: 'own/1',
        type: 'line',
        section: 'own:1',
        title: 'Loss',
        settings: { metrics: { kind: 'keys', keys: ['loss'] }, band: 'ci95', lineWidth: 3 },
      },
    ],
  },
});
