import { setTimeout as pause } from 'node:timers/promises';
import { newBlockId, type ReportDocument, type ReportNode } from '@runloom/model';
import {
  type Editor,
  lineOf,
  openEditor,
} from '../packages/server/src/protocols/api/reports/sync/editor.testing.ts';
import { createApi } from '../tests/support/api.ts';
import { TestServer } from '../tests/support/server.ts';
import { waitFor } from '../tests/support/waiting.ts';
import type { BenchOptions } from './options.ts';
import { quantile, report, round } from './report.ts';

const SECONDS = 10;
const PEOPLE = [2, 10] as const;
/** Of each person; fast typing is 5 to 8 a second. */
const STROKES_A_SECOND = 8;
const OPENINGS = 9;

interface Size {
  readonly what: string;
  readonly paragraphs: number;
  readonly grids: number;
}

const SIZES: readonly Size[] = [
  { what: 'one line', paragraphs: 1, grids: 0 },
  { what: '50 grids of panels, 2,000 paragraphs', paragraphs: 2_000, grids: 50 },
];

/** People who type in one report, and how soon a report is there. */
export async function benchReports(options: BenchOptions): Promise<void> {
  const seconds = options.quick ? 1 : (options.seconds ?? SECONDS);
  const server = await TestServer.start();
  const typing: Record<string, string | number>[] = [];
  const opening: Record<string, string | number>[] = [];
  try {
    const api = createApi(server.url, server.adminKey);
    await api.send('PUT', '/api/v1/projects/admin/looms', {});
    for (const size of SIZES) {
      const made = await api.send('POST', '/api/v1/projects/admin/looms/reports', {
        title: size.what,
        document: documentOf(size),
      });
      const id = String(JSON.parse(made.text).id);
      for (const people of PEOPLE) {
        const times = await type(server, id, people, seconds);
        typing.push({
          report: size.what,
          people,
          strokes: times.strokes,
          seen: times.seen.length,
          'ms p50': round(quantile(times.seen, 0.5)),
          'ms p95': round(quantile(times.seen, 0.95)),
          'ms p99': round(quantile(times.seen, 0.99)),
          lost: times.lost,
        });
      }
      opening.push({ report: size.what, ...(await open(server, id)) });
    }
  } finally {
    await server.dispose();
  }
  report({
    name: 'reports',
    what: `people who type ${STROKES_A_SECOND} letters a second each into one report for ${seconds} s: from the stroke until each other one has it, durable before that`,
    rows: typing,
  });
  report({
    name: 'reports-open',
    what: `until the text of a report is there, medians of ${OPENINGS}; cold: the server was started again`,
    rows: opening,
  });
}

async function type(
  server: TestServer,
  id: string,
  people: number,
  seconds: number,
): Promise<{ seen: number[]; strokes: number; lost: number }> {
  const sent = new Map<string, number>();
  const seen: number[] = [];
  const editors: Editor[] = [];
  for (let index = 0; index < people; index += 1) {
    const editor = openEditor({ url: server.url, report: id, key: server.adminKey });
    editors.push(editor);
    await editor.connect();
  }
  await waitFor(async () => (editors.every((one) => one.isSaved()) ? true : null), {
    until: 'all are connected',
    timeoutMs: 20_000,
  });
  for (const editor of editors) {
    lineOf(editor).observe((event, transaction) => {
      if (transaction.local) return;
      const now = performance.now();
      for (const { insert } of event.delta) {
        for (const letter of typeof insert === 'string' ? insert : '') {
          const start = sent.get(letter);
          if (start !== undefined) seen.push(now - start);
        }
      }
    });
  }
  const strokes = seconds * STROKES_A_SECOND;
  await Promise.all(
    editors.map(async (editor, person) => {
      await pause((person * 1_000) / STROKES_A_SECOND / people);
      const start = performance.now();
      for (let stroke = 0; stroke < strokes; stroke += 1) {
        const letter = String.fromCodePoint(0x20000 + sent.size);
        sent.set(letter, performance.now());
        lineOf(editor).insert(0, letter);
        await pause(
          Math.max(0, start + ((stroke + 1) * 1_000) / STROKES_A_SECOND - performance.now()),
        );
      }
    }),
  );
  await waitFor(async () => (editors.every((one) => one.isSaved()) ? true : null), {
    until: 'everything is saved',
    timeoutMs: 20_000,
  });
  const texts = new Set(editors.map((one) => lineOf(one).toString()));
  const [text = ''] = texts;
  const lost = [...sent.keys()].filter((letter) => !text.includes(letter)).length;
  if (texts.size !== 1) throw new Error('the editors do not agree');
  for (const editor of editors) editor.close();
  return { seen, strokes: sent.size, lost };
}

async function open(server: TestServer, id: string): Promise<Record<string, number>> {
  const api = createApi(server.url, server.adminKey);
  const read = async (): Promise<number> => {
    const start = performance.now();
    const { status } = await api.send('GET', `/api/v1/reports/${id}/document`);
    if (status !== 200) throw new Error(`the document answers ${status}`);
    return performance.now() - start;
  };
  const connect = async (): Promise<number> => {
    const editor = openEditor({ url: server.url, report: id, key: server.adminKey });
    const start = performance.now();
    await editor.connect();
    await waitFor(async () => (editor.fragment.length > 0 ? true : null), {
      until: 'the text is there',
      timeoutMs: 20_000,
      intervalMs: 1,
    });
    const time = performance.now() - start;
    editor.close();
    return time;
  };
  await server.kill();
  await server.start();
  const cold = await connect();
  const warm: number[] = [];
  const documents: number[] = [];
  for (let round = 0; round < OPENINGS; round += 1) {
    warm.push(await connect());
    documents.push(await read());
  }
  return {
    'editor, cold ms': round(cold),
    'editor ms': round(quantile(warm, 0.5)),
    'document ms': round(quantile(documents, 0.5)),
  };
}

function documentOf({ paragraphs, grids }: Size): ReportDocument {
  const words = 'The loss of the second loom fell below that of the first after an hour. ';
  const lines = Array.from(
    { length: paragraphs },
    (_, index): ReportNode => ({
      type: 'paragraph',
      content: [{ type: 'text', text: index === 0 ? '|' : words.repeat(4) }],
    }),
  );
  const panels = Array.from({ length: 20 }, (_, index) => ({
    id: `own/${index}`,
    type: 'line',
    metric: { stream: 'history', key: `loss/${index}` },
  }));
  const drawn = Array.from(
    { length: grids },
    (_, index): ReportNode => ({
      type: 'panelGrid',
      attrs: {
        block: newBlockId(),
        grid: {
          version: 1,
          runSets: [{ id: `set${index}`, name: 'All', project: 'admin/looms', runs: {} }],
          board: { mode: 'manual', panels },
        },
      },
    }),
  );
  return { type: 'doc', content: [...lines, ...drawn] };
}
