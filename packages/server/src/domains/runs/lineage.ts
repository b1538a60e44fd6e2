/** Also the number by which the column store knows the run; never used again. */
export type RunId = number & { readonly __brand: 'RunId' };

/**
 * The number under which rows stand in the column store. A plain run has one, its id. A run that was
 * rewound goes on under a new one, so that what it left behind stays untouched for those that forked
 * from it; each process that writes to a shared run has its own, so that their lines never collide.
 */
export type HistorySource = number;

/** Rows of a source up to a step, included. */
export interface HistoryPart {
  readonly source: HistorySource;
  /** A whole number; null has no end. */
  readonly upTo: number | null;
}

/** How the history of a run differs from the rows that stand under its own id. */
export interface Lineage {
  /** The last generation given to a source of this run. */
  readonly generation: number;
  /** Generation of the process that names no writer. */
  readonly current: number;
  /** Generation of each writer of a shared run, by the id its client chose. */
  readonly writers: readonly (readonly [client: string, generation: number])[];
  /** What it took over from the runs it was forked from, or from itself before it was rewound. */
  readonly inherited: readonly HistoryPart[];
  /** Lines that are inherited: the first own line has this number. */
  readonly baseLines: number;
  /** Where it branched off, the last time. */
  readonly branch: { readonly run: string; readonly step: number } | null;
}

/** Ids of runs stay below; generations stand above. Both together stay below 2^53. */
const GENERATION = 2 ** 32;

const PLAIN: Lineage = {
  generation: 0,
  current: 0,
  writers: [],
  inherited: [],
  baseLines: 0,
  branch: null,
};

/** A run, as far as its history is concerned. */
interface Known {
  readonly id: RunId;
  readonly lineage: Lineage | null;
}

type Named = Known & { readonly name: string };

const sourceAt = (id: RunId, generation: number): HistorySource => id + generation * GENERATION;

/** The run that wrote the rows of a source. */
export const ownerOf = (source: HistorySource): RunId => (source % GENERATION) as RunId;

/** Where the rows of a process go. @throws RangeError for a writer that was never added */
export function sourceOf({ id, lineage }: Known, client: string | null): HistorySource {
  if (lineage === null) return id;
  if (client === null) return sourceAt(id, lineage.current);
  const generation = generationOf(lineage, client);
  if (generation === undefined) throw new RangeError(`The run ${id} has no writer ${client}.`);
  return sourceAt(id, generation);
}

/** Whether rows of this process have a source already. */
export const knowsWriter = ({ lineage }: Known, client: string | null): boolean =>
  client === null || (lineage !== null && generationOf(lineage, client) !== undefined);

const generationOf = (lineage: Lineage, client: string): number | undefined =>
  lineage.writers.find(([known]) => known === client)?.[1];

/** Sources that only this run writes to. */
export function ownSources({ id, lineage }: Known): readonly HistorySource[] {
  if (lineage === null) return [id];
  const generations = [lineage.current, ...lineage.writers.map(([, generation]) => generation)];
  return generations.map((generation) => sourceAt(id, generation));
}

/** Wherever rows of the run are or were, and what it inherited. */
export function everySource({ id, lineage }: Known): readonly HistorySource[] {
  const generations = Array.from({ length: (lineage?.generation ?? 0) + 1 }, (_, index) => index);
  const inherited = (lineage?.inherited ?? []).map(({ source }) => source);
  return [...generations.map((generation) => sourceAt(id, generation)), ...inherited];
}

/** All that the history of the run consists of. */
export function historyParts(run: Known): readonly HistoryPart[] {
  const own = ownSources(run).map((source) => ({ source, upTo: null }));
  return [...(run.lineage?.inherited ?? []), ...own];
}

/** Several processes write to the run at once. */
export const isShared = ({ lineage }: Known): boolean => (lineage?.writers.length ?? 0) > 0;

/** The lineage of a new run that goes on where `parent` was at `step`. */
export function forkedFrom(parent: Named, step: number, baseLines: number): Lineage {
  const branch = { run: parent.name, step };
  return { ...PLAIN, inherited: partsUpTo(historyParts(parent), step), baseLines, branch };
}

/** The lineage of a run that forgets what it wrote after `step` and goes on from there. */
export function rewoundTo(run: Named, step: number, baseLines: number): Lineage {
  const generation = (run.lineage ?? PLAIN).generation + 1;
  return {
    generation,
    current: generation,
    writers: [],
    inherited: partsUpTo(historyParts(run), step),
    baseLines,
    branch: { run: run.name, step },
  };
}

/** The lineage with one more writer. */
export function withWriter(lineage: Lineage | null, client: string): Lineage {
  const known = lineage ?? PLAIN;
  if (generationOf(known, client) !== undefined) return known;
  const generation = known.generation + 1;
  return { ...known, generation, writers: [...known.writers, [client, generation]] };
}

/** The last step that is taken over from elsewhere; null when nothing is. */
export function lastInheritedStep({ lineage }: Known): number | null {
  let last: number | null = null;
  for (const { upTo } of lineage?.inherited ?? []) {
    if (upTo !== null && (last === null || upTo > last)) last = upTo;
  }
  return last;
}

/** Own rows were written at or below an inherited step: from the first of them on, they hold. */
export function inheritedBelow(lineage: Lineage, firstOwnStep: number): Lineage {
  return { ...lineage, inherited: partsUpTo(lineage.inherited, firstOwnStep - 1) };
}

function partsUpTo(parts: readonly HistoryPart[], step: number): readonly HistoryPart[] {
  return parts.map(({ source, upTo }) => ({
    source,
    upTo: upTo === null ? step : Math.min(upTo, step),
  }));
}
