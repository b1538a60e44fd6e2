import { parseExactJson, toApiJson } from '@runloom/model';
import { z } from 'zod';
import type { RowSelection } from '../../../domains/metrics/index.ts';
import { invalid } from '../../../platform/errors.ts';
import type { Context, Resolver, RunSource } from './context.ts';
import { pickKeys } from './picked-row.ts';

interface HistoryArgs {
  readonly minStep?: bigint | null;
  readonly maxStep?: bigint | null;
  readonly samples?: number | null;
}

/** Rows that one answer holds at most. */
const MAX_ROWS = 100_000;
const STANDARD_SAMPLES = 500;

const samplesOf = (asked: number | null | undefined): number =>
  Math.min(Math.max(asked ?? STANDARD_SAMPLES, 0), MAX_ROWS);

const history: Resolver<RunSource, HistoryArgs> = async (source, args, context) => {
  const selection = {
    ...(typeof args.minStep === 'bigint' && { minStep: args.minStep }),
    ...(typeof args.maxStep === 'bigint' && { maxStep: args.maxStep }),
    samples: args.samples ?? STANDARD_SAMPLES,
  };
  const page = await readPage(source, context, selection, context.prepared.list);
  return page ?? readChosen(source, context, selection);
};

interface HistorySelection extends RowSelection {
  readonly samples: number;
}

/**
 * Rows of the history. A reader who walks it page by page asks for a range of steps and as many
 * samples as it has steps: that must be every row, never a choice of them.
 */
async function readHistory(
  source: RunSource,
  context: Context,
  selection: HistorySelection,
): Promise<readonly string[]> {
  const page = await readPage(
    source,
    context,
    selection,
    (items) => JSON.parse(`[${items}]`) as string[],
  );
  return page ?? readChosen(source, context, selection);
}

/** Rows that are no page of whole steps: those with some keys, or samples. */
async function readChosen(
  source: RunSource,
  { deps, readColumns }: Context,
  { samples, ...selection }: HistorySelection,
): Promise<readonly string[]> {
  const isWhole = isPage(selection, samples);
  const rows = await readColumns(() =>
    deps.metrics.readRows(source.run, 'history', {
      ...selection,
      ...(isWhole ? { limit: MAX_ROWS + 1 } : { samples: samplesOf(samples) }),
    }),
  );
  if (rows.length > MAX_ROWS) throw tooManyRows();
  return rows;
}

/**
 * Every row of a range of steps; null when something else is asked for.
 * @param take is given the items of a JSON array, to be copied at once
 */
async function readPage<Result>(
  { run }: RunSource,
  { deps, readColumns }: Context,
  { samples, ...selection }: HistorySelection,
  take: (items: Buffer) => Result,
): Promise<Result | null> {
  const { minStep, maxStep, keys } = selection;
  if (minStep === undefined || maxStep === undefined || keys !== undefined) return null;
  if (!isPage(selection, samples)) return null;
  const page = { minStep, maxStep, limit: MAX_ROWS + 1 };
  return readColumns(() =>
    deps.metrics.readStepPage(run, page, ({ count, items }) => {
      if (count > MAX_ROWS) throw tooManyRows();
      return take(items);
    }),
  );
}

const tooManyRows = (): Error =>
  invalid(`One page of the history can hold ${MAX_ROWS} rows. Ask for smaller pages.`);

function isPage({ minStep, maxStep }: RowSelection, samples: number): boolean {
  return minStep !== undefined && maxStep !== undefined && BigInt(samples) >= maxStep - minStep;
}

const events: Resolver<RunSource, { samples?: number | null }> = (
  { run },
  { samples },
  { deps, readColumns },
) => readColumns(() => deps.metrics.readRows(run, 'system', { samples: samplesOf(samples) }));

const Step = z.union([z.int(), z.null()]).optional();
const Spec = z.object({
  keys: z.array(z.string()).min(1).max(1000),
  samples: z.int().nullish(),
  minStep: Step,
  maxStep: Step,
});

const sampledHistory: Resolver<RunSource, { specs: readonly string[] }> = (
  source,
  { specs },
  context,
) => Promise.all(specs.map((spec) => readSpec(source, spec, context)));

/** Rows that have all keys of the spec, reduced to these keys. */
async function readSpec(
  source: RunSource,
  text: string,
  context: Context,
): Promise<readonly unknown[]> {
  const spec = Spec.safeParse(toApiJson(parseExactJson(text)));
  if (!spec.success) {
    throw invalid(`A spec of sampledHistory is wrong: ${z.prettifyError(spec.error)}`);
  }
  const { minStep, maxStep } = spec.data;
  const samples = spec.data.samples ?? STANDARD_SAMPLES;
  const keys = [...new Set(spec.data.keys)];
  const range = {
    ...(typeof minStep === 'number' && { minStep: BigInt(minStep) }),
    // Inclusive on the wire.
    ...(typeof maxStep === 'number' && { maxStep: BigInt(maxStep) + 1n }),
  };
  if (!isPage(range, samples)) {
    const rows = await readHistory(source, context, { ...range, keys, samples });
    return rows.map((row) => pickKeys(row, keys));
  }
  // All rows of a page are taken apart anyway, so it is faster to choose among them here.
  const rows = await readHistory(source, context, { ...range, samples });
  const needed = keys.filter((key) => key !== '_step' && key !== '_timestamp');
  return rows
    .map((row) => pickKeys(row, keys))
    .filter((picked) => needed.every((key) => picked[key] !== undefined));
}

export const historyResolvers = {
  Run: { history, events, sampledHistory },
};
