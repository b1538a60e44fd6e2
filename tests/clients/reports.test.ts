import { PanelGrid, ReportDocumentAnswer, ReportList, type ReportNode } from '@runloom/model';
import { beforeAll, describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();
const PROJECT = 'written';

/** A block as the package writes it. */
type Block = Readonly<Record<string, unknown>> & { readonly type: string };

interface Told {
  readonly url: string;
  /** As addresses have it. */
  readonly id: string;
  readonly output: string;
  readonly report: {
    readonly title: string;
    readonly description: string;
    readonly spec: { readonly blocks: readonly Block[] };
    readonly blocks: readonly string[];
  };
}

async function python(what: string, ...rest: string[]): Promise<Told> {
  const args = [what, 'admin', PROJECT, ...rest];
  const { code, output } = await stage.machine.run('reports.py', { args });
  if (code !== 0) throw new Error(`reports.py ${what} failed:\n${output}`);
  const url = /^URL (.*)$/m.exec(output)?.[1] ?? '';
  const id = url.slice(url.lastIndexOf('--') + 2).replace(/=+$/, '');
  return { url, id, output, report: JSON.parse(/^REPORT (.*)$/m.exec(output)?.[1] ?? 'null') };
}

async function documentOf(id: string): Promise<readonly ReportNode[]> {
  const answer = await stage.api.send('GET', `/api/v1/reports/${id}/document`);
  expect(answer).toMatchObject({ status: 200 });
  return ReportDocumentAnswer.parse(JSON.parse(answer.text)).document.content;
}

async function change(id: string, content: readonly ReportNode[]): Promise<void> {
  const body = { document: { type: 'doc', content } };
  const answer = await stage.api.send('PATCH', `/api/v1/reports/${id}`, body);
  expect(answer).toMatchObject({ status: 200 });
}

const said = (output: string, word: string): string =>
  new RegExp(`^${word} (.*)$`, 'm').exec(output)?.[1] ?? '';

const FIRST_PANEL = ['metadata', 'panelBankSectionConfig', 'panels', 0];

/** The JSON with one member changed; it must be there. */
function put(value: unknown, [name, ...rest]: readonly (string | number)[], to: unknown): unknown {
  if (name === undefined) return to;
  if (typeof value !== 'object' || value === null || !(name in value)) {
    throw new Error(`there is no ${name} in ${JSON.stringify(value)}`);
  }
  const changed = put((value as Record<string | number, unknown>)[name], rest, to);
  return Array.isArray(value) ? value.with(Number(name), changed) : { ...value, [name]: changed };
}

beforeAll(async () => {
  await python('runs');
});

describe('a report of wandb-workspaces', () => {
  let written: Told;
  beforeAll(async () => {
    written = await python('write');
  });

  it('is read back unchanged, also after it was opened here', async () => {
    expect((await python('read', written.url)).report).toEqual(written.report);
    await documentOf(written.id);
    expect((await python('read', written.url)).report).toEqual(written.report);
  });

  it('opens with every kind of block', async () => {
    const content = await documentOf(written.id);
    expect(content.map(({ type }) => type)).toEqual([
      ...['tableOfContents', 'heading', 'paragraph', 'heading', 'heading', 'paragraph'],
      ...['horizontalRule', 'bulletList', 'orderedList', 'taskList', 'blockquote', 'callout'],
      ...['codeBlock', 'codeBlock', 'heading', 'table', 'paragraph', 'mathBlock'],
      ...['horizontalRule', 'image', 'image', 'embed', 'video', 'embed', 'embed', 'embed'],
      ...['bulletList', 'panelGrid', 'panelGrid', 'panelGrid', 'artifactCard', 'artifactCard'],
      'opaque',
    ]);
    expect(content[2]?.content).toMatchObject([
      { text: 'See ' },
      { text: 'there', marks: [{ type: 'link', attrs: { href: 'https://example.com/a?b=c' } }] },
      { text: ', where ' },
      { type: 'mathInline', attrs: { latex: 'x^2' } },
      { text: ' is ' },
      { text: 'x ** 2', marks: [{ type: 'code' }] },
      { text: '.' },
    ]);
  });

  it('opens with its run sets and every kind of panel', async () => {
    const content = await documentOf(written.id);
    const [whole, small, table] = content
      .filter(({ type }) => type === 'panelGrid')
      .map(({ attrs }) => PanelGrid.parse(attrs?.['grid']));
    const project = `admin/${PROJECT}`;
    expect(whole?.runSets).toMatchObject([
      {
        name: 'By text',
        project,
        isOn: true,
        runs: {
          search: 'run',
          filter: 'config.lr >= 0.02 and state = "finished"',
          groupBy: ['config.lr'],
          sort: [{ field: 'summary.acc', isAscending: false }],
          hidden: ['run-2'],
          colours: {
            chosen: [
              ['run-1', '#ff0000'],
              ['run-2', '#0080ff'],
            ],
          },
        },
      },
      { name: 'By objects', runs: { filter: 'config.lr = 0.01 and state = "finished"' } },
      { name: 'By a tree', runs: { filter: 'config.lr = 0.01 or summary.acc >= 0.5' } },
      { name: "Of the report's project", project, runs: { filter: '' } },
    ]);
    const panels = whole?.board.panels ?? [];
    expect(panels.map(({ type }) => type).toSorted()).toEqual(
      [
        ...['line', 'line', 'scalar', 'bar', 'scatter', 'parallel', 'importance', 'run-comparer'],
        ...['code-comparer', 'media', 'markdown', 'custom-chart', 'table'],
        ...['foreign', 'foreign', 'foreign'],
      ].toSorted(),
    );
    expect(panels.find(({ title }) => title === 'Loss')).toMatchObject({
      size: { columns: 3, rows: 1 },
      settings: { metrics: { kind: 'keys', keys: ['loss', 'val/loss'] }, yLog: true },
    });
    expect(small).toMatchObject({ showsRunSets: false, board: { panels: [{ type: 'line' }] } });
    expect(table?.board.panels).toMatchObject([
      { type: 'table', settings: { key: 'predictions' } },
    ]);
  });

  it('is read by the package after it was changed here, and nothing else of it has changed', async () => {
    const content = await documentOf(written.id);
    const changed = content.map((node): ReportNode => {
      const grid = PanelGrid.safeParse(node.attrs?.['grid']).data;
      if (grid !== undefined && grid.board.panels.length > 1) {
        const panels = grid.board.panels.map((panel) =>
          panel.title === 'Loss' ? { ...panel, title: 'Training loss' } : panel,
        );
        const board = { ...grid.board, panels };
        return { ...node, attrs: { ...node.attrs, grid: { ...grid, board } } };
      }
      return node.type === 'callout'
        ? { ...node, content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Louder' }] }] }
        : node;
    });
    await change(written.id, [
      ...changed,
      { type: 'runCard', attrs: { run: `admin/${PROJECT}/run-1` } },
    ]);
    const { report } = await python('read', written.url);
    const { spec } = written.report;
    const at = (kind: string) => spec.blocks.findIndex(({ type }) => type === kind);
    const blocks = [
      [at('callout-block'), 'children', 0, 'children', 0, 'text', 'Louder'],
      [at('panel-grid'), ...FIRST_PANEL, 'config', 'chartTitle', 'Training loss'],
    ].reduce<unknown>((value, path) => put(value, path.slice(0, -1), path.at(-1)), spec.blocks);
    const added = {
      type: 'markdown-block',
      children: [{ text: '' }],
      content: `[Run admin/${PROJECT}/run-1](/admin/${PROJECT}/runs/run-1)`,
    };
    expect(report.spec).toEqual({ ...spec, blocks: (blocks as unknown[]).toSpliced(-1, 0, added) });
  });

  it('keeps what W&B has no block for when a script changes the rest', async () => {
    const before = await documentOf(written.id);
    await python('resave', written.url);
    const after = await documentOf(written.id);
    expect(after.find(({ type }) => type === 'runCard')).toEqual(
      before.find(({ type }) => type === 'runCard'),
    );
    const ids = (content: readonly ReportNode[]) => content.map(({ attrs }) => attrs?.['block']);
    expect(ids(after).slice(0, before.length)).toEqual(ids(before));
    expect(after[1]?.content).toEqual([{ type: 'text', text: 'Changed by a script' }]);
    expect(after.at(-1)?.content).toEqual([{ type: 'text', text: 'Added by a script' }]);
  });

  it('is shared and no longer shared by a script', async () => {
    const { output } = await python('share', written.url);
    expect(said(output, 'BEFORE')).toBe('None');
    const link = said(output, 'MADE');
    expect([said(output, 'AGAIN'), said(output, 'ASKED')]).toEqual([link, link]);
    const token = new URL(link).searchParams.get('accessToken') ?? '';
    expect((await fetch(`${stage.server.url}/api/v1/shared/${token}`)).status).toBe(200);
    const revoked = (await python('unshare', written.url)).output;
    expect([said(revoked, 'REVOKED'), said(revoked, 'AFTER')]).toEqual(['True', 'None']);
    expect((await fetch(`${stage.server.url}/api/v1/shared/${token}`)).status).toBe(410);
  });
});

describe('reports', () => {
  it('are listed, loaded and deleted by wandb.Api() and the package; drafts are kept apart', async () => {
    const draft = await python('draft');
    const first = await python('write');
    const listed = JSON.parse(said((await python('list')).output, 'LIST'));
    const ids = listed.map(({ id }: { id: string }) => id.replace(/=+$/, ''));
    expect(ids).toContain(first.id);
    expect(ids).not.toContain(draft.id);
    expect(listed[0]).toMatchObject({ title: 'Every block', user: 'admin' });
    expect(listed[0].blocks).toBe(first.report.spec.blocks.length);
    expect(said((await python('delete', first.url)).output, 'DELETED')).toBe('True');
    const left = await stage.api.send('GET', `/api/v1/projects/admin/${PROJECT}/reports`);
    const { reports } = ReportList.parse(JSON.parse(left.text));
    expect(reports.map(({ id }) => id)).not.toContain(first.id);
    expect(reports.find(({ id }) => id === draft.id)).toMatchObject({ isDraft: true });
  });

  it('are made of Markdown and read as Markdown', async () => {
    const markdown = '## Results\n\nA **bold** claim.\n\n> [!TIP]\n> Try it\n\n$$\nx^2\n$$\n';
    const path = `/api/v1/projects/admin/${PROJECT}/reports`;
    const made = await stage.api.send('POST', path, { title: 'Imported', markdown });
    expect(made).toMatchObject({ status: 200 });
    const { id } = JSON.parse(made.text);
    const read = await stage.api.send('GET', `/api/v1/reports/${id}/markdown`);
    expect(read.text).toBe(`# Imported\n\n${markdown}`);
    const deep = { title: 'Deep', markdown: `${'>'.repeat(5_000)}x` };
    expect(await stage.api.send('POST', path, deep)).toMatchObject({ status: 400 });
  });
});
