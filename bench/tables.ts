import { openObjects } from '../packages/server/src/domains/objects/objects.testing.ts';
import type { BenchOptions } from './options.ts';
import { quantile, report, round } from './report.ts';

const ROWS = 1_000_000;
const QUICK_ROWS = 50_000;
/** Rows of one request of the client: about 15 MB. */
const ROWS_A_REQUEST = 50_000;
/** Rows that a file is read in. */
const ROWS_A_BATCH = 2_000;
const ROWS_A_PAGE = 100;
const REPEATS = 21;

/**
 * A table as the Weave client publishes it: parts first, then the whole of their rows' digests. Then
 * it is read, edited in the middle, and sorted; times are those of the domain, without HTTP.
 */
export async function benchTables({ quick }: BenchOptions): Promise<void> {
  const count = quick ? QUICK_ROWS : ROWS;
  const bench = await openObjects();
  try {
    const { objects } = bench;
    const { id: project } = await bench.project();
    const rowDigests: string[] = [];
    let bytes = 0;
    const uploaded = await timed(async () => {
      for (let from = 0; from < count; from += ROWS_A_REQUEST) {
        const rows = Array.from({ length: Math.min(ROWS_A_REQUEST, count - from) }, (_, at) =>
          rowOf(from + at),
        );
        for (const row of rows) bytes += row.length;
        const made = await objects.createTable(project, rows);
        for (const digest of made.rowDigests) rowDigests.push(digest);
      }
    });
    const whole = await timed(() => objects.createTableOfDigests(project, rowDigests));
    const { digest } = whole.value;
    const streamed = await timed(async () => {
      let read = 0;
      for await (const rows of objects.queryTable(project, digest)) read += rows.length;
      if (read !== count) throw new Error(`Read ${read} rows of ${count}.`);
    });
    const middle = Math.floor(count / 2);
    const edited = await timed(() =>
      objects.updateTable(project, digest, [
        { kind: 'pop', index: middle },
        { kind: 'insert', index: middle, row: '{"id":-1}' },
      ]),
    );
    const added = await timed(() =>
      objects.updateTable(project, edited.value.digest, [{ kind: 'append', row: '{"id":-2}' }]),
    );
    const compared = await timed(() => objects.compareTables(project, digest, added.value.digest));
    const { changed, added: fresh } = compared.value;
    if (changed.length !== 1 || fresh.length !== 1) throw new Error('The difference is wrong.');
    const half = await timed(() =>
      objects.filterTable(project, digest, (row) => row.charCodeAt(0) % 2 === 0),
    );
    const { id: other } = await bench.project();
    const imported = await timed(() => objects.writeTable(other, batchesOf(count)));
    if (imported.value.digest !== digest) throw new Error('The rows are others.');
    const shuffled = await timed(() =>
      objects.createTableOfDigests(project, rowDigests.toSorted()),
    );
    const shuffledRead = await timed(async () => {
      for await (const _ of objects.queryTable(project, shuffled.value.digest));
    });
    const sorted = await timed(() => pageOf({ sort: [{ field: 'score', direction: 'desc' }] }));
    const sortedAgain = await timed(() =>
      pageOf({ offset: 5_000, sort: [{ field: 'score', direction: 'desc' }] }),
    );

    async function pageOf(query: Parameters<typeof objects.queryTable>[2]): Promise<void> {
      let read = 0;
      const asked = { limit: ROWS_A_PAGE, ...query };
      for await (const rows of objects.queryTable(project, digest, asked)) read += rows.length;
      if (read === 0) throw new Error('The page is empty.');
    }
    const pages = await repeated((at) =>
      pageOf({ offset: Math.floor((at / REPEATS) * (count - ROWS_A_PAGE)) }),
    );
    const lookups = await repeated((at) =>
      pageOf({ rowDigests: [rowDigests[Math.floor((at / REPEATS) * count)] ?? ''] }),
    );
    const counts = await repeated(() => objects.tables(project, [digest]));

    report({
      name: 'tables',
      what: `a table of ${count} rows (${round(bytes / 1e6)} MB of JSON) published in parts, read and edited; embedded engine, without HTTP`,
      rows: [
        perRow('parts written', uploaded.seconds, count),
        perRow('the whole of digests', whole.seconds, count),
        perRow('all rows read', streamed.seconds, count),
        { what: 'edit in the middle', ms: round(edited.seconds * 1000) },
        { what: 'a row appended', ms: round(added.seconds * 1000) },
        { what: 'difference after both', ms: round(compared.seconds * 1000) },
        perRow('half of the rows, by digest', half.seconds, count),
        perRow('written as they come', imported.seconds, count),
        perRow('the same rows in another order', shuffled.seconds, count),
        perRow('read in that order', shuffledRead.seconds, count),
        { what: `page of ${ROWS_A_PAGE}, median`, ms: round(quantile(pages, 0.5)) },
        { what: 'row by digest, median', ms: round(quantile(lookups, 0.5)) },
        { what: 'count of rows, median', ms: round(quantile(counts, 0.5), 2) },
        { what: 'first page by a value', ms: round(sorted.seconds * 1000) },
        { what: 'a later page by it', ms: round(sortedAgain.seconds * 1000) },
      ],
    });
  } finally {
    await bench.close();
  }
}

const rowOf = (index: number): string =>
  `{"id":${index},"question":"What is ${index} times ${(index * 7_919) % 1_009}? Answer in one number and say how it was found, step by step.","answer":"${index * ((index * 7_919) % 1_009)}","score":${((index * 104_729) % 1_000_003) / 1_000_003},"topic":"arithmetic ${index % 97}","flags":{"easy":${index % 3 === 0},"source":"made up"}}`;

/** As an import reads them. */
async function* batchesOf(count: number): AsyncGenerator<readonly string[]> {
  for (let from = 0; from < count; from += ROWS_A_BATCH) {
    yield Array.from({ length: Math.min(ROWS_A_BATCH, count - from) }, (_, at) => rowOf(from + at));
  }
}

const perRow = (what: string, seconds: number, count: number) => ({
  what,
  ms: Math.round(seconds * 1000),
  'rows a s': Math.round(count / seconds),
});

async function timed<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly seconds: number; readonly value: Value }> {
  const startedAt = performance.now();
  const value = await work();
  return { seconds: (performance.now() - startedAt) / 1000, value };
}

/** Milliseconds of each repeat. */
async function repeated(work: (at: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < REPEATS; at += 1) times.push((await timed(() => work(at))).seconds * 1000);
  return times;
}
