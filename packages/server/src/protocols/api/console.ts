import { Readable } from 'node:stream';
import { ConsoleLabels, ConsoleLines } from '@runloom/model';
import { z } from 'zod';
import type { Console } from '../../domains/console/index.ts';
import type { Run } from '../../domains/runs/index.ts';
import { findRun } from './address.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const limit = z.coerce.number().int().min(1).max(10_000);

const ConsoleQuery = z.object({
  from: z.coerce.number().int().min(0).default(0),
  limit: limit.default(1000),
  tail: limit.optional(),
  search: z.string().min(1).max(1000).optional(),
  pattern: z.enum(['true', 'false']).default('false'),
  level: z.enum(['info', 'error']).optional(),
  label: z.string().max(1000).optional(),
});

const LINES_PER_READ = 10_000;

/** Console output of a run: pages, the end, a search, and all of it as a file. */
export function consoleRoutes(deps: ApiDeps): ApiRoute[] {
  const { console } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/console',
      summary:
        'Lines from a number on, the last ones (tail), or those of a text (search), level or label',
      policy: 'checked-by-domain',
      query: ConsoleQuery,
      answer: { json: ConsoleLines },
      async handle({ actor, params, query }) {
        const { run } = await findRun(deps, actor, params);
        const lines = await readLines(console, run, query);
        return { lines: lines.map((line) => ({ ...line })), totalCount: await console.count(run) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/console/labels',
      summary: 'Labels of the lines, by which the processes of a shared run are told apart',
      policy: 'checked-by-domain',
      answer: { json: ConsoleLabels },
      async handle({ actor, params }) {
        const { run } = await findRun(deps, actor, params);
        return { labels: (await console.labels(run)).map((label) => ({ ...label })) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/console/raw',
      summary: 'All console output as plain text',
      policy: 'checked-by-domain',
      answer: { media: 'text/plain; charset=utf-8' },
      async handle({ actor, params, reply }) {
        const { run } = await findRun(deps, actor, params);
        reply.type('text/plain; charset=utf-8');
        reply.header('Content-Disposition', `attachment; filename="${fileName(run, 'log')}"`);
        return Readable.from(allText(console, run));
      },
    }),
  ];
}

/** A name for a download that no file system or header takes offence at. */
export function fileName(run: Run, extension: string): string {
  return `${run.name.replace(/[^\w.-]+/g, '_').slice(0, 100)}.${extension}`;
}

function readLines(console: Console, run: Run, query: z.output<typeof ConsoleQuery>) {
  const { search, level, label } = query;
  if (search !== undefined || level !== undefined || label !== undefined) {
    const isPattern = query.pattern === 'true';
    return console.search(run, { text: search, isPattern, level, label, limit: query.limit });
  }
  if (query.tail !== undefined) return console.tail(run, query.tail);
  return console.read(run, { from: query.from, limit: query.limit });
}

async function* allText(console: Console, run: Run): AsyncGenerator<string> {
  for (let from = 0; ; ) {
    const lines = await console.read(run, { from, limit: LINES_PER_READ });
    if (lines.length > 0) yield `${lines.map((line) => line.text).join('\n')}\n`;
    const last = lines.at(-1);
    if (last === undefined || lines.length < LINES_PER_READ) return;
    from = last.number + 1;
  }
}
