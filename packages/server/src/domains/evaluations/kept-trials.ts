import { LRUCache } from 'lru-cache';
import type { Calls } from '../calls/index.ts';
import type { ProjectId } from '../projects/index.ts';
import { type ExampleTable, tableOf } from './example-table.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { KeptEvaluations, KeptStore } from './kept-store.ts';
import { type EvaluationOutline, outlineOf } from './outline.ts';
import type { EvaluationRoot, Outputs, Trial } from './types.ts';

/** Characters of trials that are kept, all evaluations together. */
const MOST_CHARACTERS = 96 * 1024 * 1024;
/** What a trial takes beside its texts. */
const OVERHEAD = 500;
/** Bytes of numbers that are kept, all evaluations together, and what they take beside their numbers. */
const MOST_OUTLINED = 64 * 1024 * 1024;
const OUTLINE_OVERHEAD = 2_000;
const DIGEST_BYTES = 60;
const MOST_FIGURES = 5_000;
/** Comparisons of which the tables are kept: a page asks for the same one several times. */
const MOST_TABLES = 4;
/** Calls that one statement reads: while one is put together here, the engine works on the next. */
const CALLS_AT_ONCE = 40_000;
const STATEMENTS_AT_ONCE = 2;
/** Evaluations of fewer calls are read as soon as they are looked up. */
const LEAST_STORED = 1_000;
/** What was read is written down once who waits for it has it: that takes as long as putting it together. */
const STORED_AFTER_MS = 1_000;

/** Trials of evaluations and what is made of them. The beginnings of outputs are kept with them. */
export interface KeptTrials {
  trials(
    project: ProjectId,
    roots: readonly EvaluationRoot[],
    outputs: Outputs,
  ): Promise<readonly Trial[]>;
  /** All examples of evaluations, and what came of each. */
  sideBySide(project: ProjectId, roots: readonly EvaluationRoot[]): Promise<SideBySide>;
  /** Of each evaluation by itself, in their order. */
  figures(project: ProjectId, roots: readonly EvaluationRoot[]): Promise<readonly Figures[]>;
  /** Reads an evaluation for who asks next; false where its calls do not lie still yet. */
  readAhead(project: ProjectId, root: EvaluationRoot): Promise<boolean>;
}

export interface SideBySide {
  readonly table: ExampleTable;
  /** By evaluation. */
  readonly figures: readonly Figures[];
}

type ReadTrials = KeptTrials['trials'];

/** An evaluation, and what tells whether what was read of it is still true. Null: nothing does. */
interface Stamped {
  readonly root: EvaluationRoot;
  readonly stamp: string | null;
  readonly callCount: number;
}

/**
 * Reads trials once while their calls, and the prices of these, stay as they are. Each asking looks first
 * whether anything was written since; evaluations of which calls still come are read anew each time.
 */
export function createKeptTrials(
  calls: Pick<Calls, 'traceStamps'>,
  readTrials: ReadTrials,
  store: Pick<KeptEvaluations, 'trials' | 'outlines'>,
): KeptTrials {
  const trials = new LRUCache<string, Promise<readonly Trial[]>>({ maxSize: MOST_CHARACTERS });
  const outlines = new LRUCache<string, Promise<EvaluationOutline>>({ maxSize: MOST_OUTLINED });
  const figures = new LRUCache<string, Promise<Figures>>({ max: MOST_FIGURES });
  const tables = new LRUCache<string, Promise<SideBySide>>({ max: MOST_TABLES });

  const stampsOf = async (
    project: ProjectId,
    roots: readonly EvaluationRoot[],
  ): Promise<readonly Stamped[]> => {
    const traceIds = [...new Set(roots.map(({ traceId }) => traceId))];
    const stamps = await calls.traceStamps(project, traceIds);
    return roots.map((root) => {
      const stamp = stamps.get(root.traceId);
      return {
        root,
        stamp: stamp === undefined ? null : `${project} ${root.id} ${stamp.text}`,
        callCount: stamp?.callCount ?? 0,
      };
    });
  };

  /** What a store keeps of evaluations that are large enough for it. A store that fails keeps nothing. */
  const readStored = async <Value>(
    from: KeptStore<Value>,
    project: ProjectId,
    stamped: readonly Stamped[],
  ): Promise<ReadonlyMap<string, Value>> => {
    const wanted = stamped.flatMap(({ root, stamp, callCount }) =>
      stamp === null || callCount < LEAST_STORED ? [] : [{ id: root.id, stamp }],
    );
    return from.read(project, wanted).catch(() => new Map());
  };

  /** For who asks after a restart. Nobody waits for it: what is not kept is read again. */
  const storeIn = <Value>(
    into: KeptStore<Value>,
    project: ProjectId,
    { root, stamp, callCount }: Stamped,
    isOver: (value: Value) => boolean,
  ) => {
    return (found: Value): void => {
      if (stamp === null || callCount < LEAST_STORED || !isOver(found)) return;
      const write = () => into.write(project, { id: root.id, stamp }, found);
      setTimeout(() => void write().catch(() => undefined), STORED_AFTER_MS).unref();
    };
  };

  /** Of each evaluation its trials; of those that are not known as the store keeps them, or read anew. */
  const readings = (
    project: ProjectId,
    stamped: readonly Stamped[],
  ): readonly Promise<readonly Trial[]>[] => {
    const byRoot = new Map<EvaluationRoot, Promise<readonly Trial[]>>();
    const unknown: Stamped[] = [];
    for (const one of stamped) {
      const known = one.stamp === null ? undefined : trials.get(one.stamp);
      if (known === undefined) unknown.push(one);
      else byRoot.set(one.root, known);
    }
    const opening = readStored(store.trials, project, unknown).then((stored) => {
      const missing = unknown.filter(({ root }) => !stored.has(root.id));
      const read = readAnew(project, missing);
      return (root: EvaluationRoot) => stored.get(root.id) ?? read.get(root) ?? Promise.resolve([]);
    });
    for (const { root, stamp, callCount } of unknown) {
      const own = opening.then((find) => find(root));
      own.catch(() => undefined);
      byRoot.set(root, own);
      if (stamp !== null) keep(trials, stamp, own, 1 + callCount * OVERHEAD, sizeOf);
    }
    return stamped.map(({ root }) => byRoot.get(root) ?? Promise.resolve([]));
  };

  /** Of each evaluation its numbers: as they are known or stored, or made of its trials. */
  const outlinesOf = (
    project: ProjectId,
    stamped: readonly Stamped[],
  ): readonly Promise<EvaluationOutline>[] => {
    const knownOf = ({ stamp }: Stamped) => (stamp === null ? undefined : outlines.get(stamp));
    const known = new Map(stamped.map((one) => [one, knownOf(one)]));
    const unknown = stamped.filter((one) => known.get(one) === undefined);
    const opening = readStored(store.outlines, project, unknown).then((stored) => {
      const missing = unknown.filter(({ root }) => !stored.has(root.id));
      const read = new Map(
        readings(project, missing).map((reading, at) => [missing[at], reading] as const),
      );
      return async (one: Stamped): Promise<EvaluationOutline> => {
        const before = stored.get(one.root.id);
        if (before !== undefined) return before;
        const made = outlineOf((await read.get(one)) ?? []);
        storeIn(store.outlines, project, one, isOver)(made);
        return made;
      };
    });
    return stamped.map((one) => {
      const before = known.get(one);
      if (before !== undefined) return before;
      const own = opening.then((find) => find(one));
      own.catch(() => undefined);
      if (one.stamp !== null) keep(outlines, one.stamp, own, OUTLINE_OVERHEAD, outlineSize);
      return own;
    });
  };

  /** Reads trials in as few statements as are worth it. */
  const readAnew = (
    project: ProjectId,
    unknown: readonly Stamped[],
  ): ReadonlyMap<EvaluationRoot, Promise<readonly Trial[]>> => {
    const byRoot = new Map<EvaluationRoot, Promise<readonly Trial[]>>();
    const lanes = Array.from({ length: STATEMENTS_AT_ONCE }, () => Promise.resolve());
    lots(unknown).forEach((lot, at) => {
      const before = lanes[at % STATEMENTS_AT_ONCE];
      const roots = lot.map(({ root }) => root);
      const reading = Promise.resolve(before)
        .catch(() => undefined)
        .then(() => readTrials(project, roots, 'beginning'))
        .then((all) => Map.groupBy(all, ({ evaluationId }) => evaluationId));
      lanes[at % STATEMENTS_AT_ONCE] = reading.then(() => undefined);
      for (const one of lot) {
        const own = reading.then((byEvaluation) => byEvaluation.get(one.root.id) ?? []);
        byRoot.set(one.root, own);
        own.then(
          storeIn(store.trials, project, one, (found) => found.every((trial) => !trial.isRunning)),
          () => undefined,
        );
      }
    });
    // Where one of them fails, all who wait for any hear of it; none is left unheard.
    for (const lane of lanes) lane.catch(() => undefined);
    return byRoot;
  };

  const trialsOf: ReadTrials = async (project, roots, outputs) => {
    if (outputs === 'whole') return readTrials(project, roots, outputs);
    return (await Promise.all(readings(project, await stampsOf(project, roots)))).flat();
  };

  return {
    trials: trialsOf,
    async sideBySide(project, roots) {
      const stamped = await stampsOf(project, roots);
      const make = async (): Promise<SideBySide> => {
        const each = await Promise.all(outlinesOf(project, stamped));
        const table = tableOf(
          roots.map(({ id }) => id),
          each,
        );
        return { table, figures: each.map(({ totals }, place) => figuresOf(totals, table, place)) };
      };
      const stamps = stamped.map(({ stamp }) => stamp);
      return stamps.includes(null) ? make() : kept(tables, stamps.join(' '), make);
    },
    async readAhead(project, root) {
      const stamped = await stampsOf(project, [root]);
      if (stamped.some(({ stamp }) => stamp === null)) return false;
      await Promise.all(outlinesOf(project, stamped));
      return true;
    },
    async figures(project, roots) {
      const stamped = await stampsOf(project, roots);
      // Held from here on: what is kept of one of them may push another out.
      const known = new Map(
        stamped.map((one) => [one, one.stamp === null ? undefined : figures.get(one.stamp)]),
      );
      const missing = stamped.filter((one) => known.get(one) === undefined);
      outlinesOf(project, missing).forEach((reading, at) => {
        const one = missing[at];
        if (one === undefined) return;
        const make = async () => {
          const own = await reading;
          return figuresOf(own.totals, tableOf([one.root.id], [own]), 0);
        };
        known.set(one, one.stamp === null ? make() : kept(figures, one.stamp, make));
      });
      return (await Promise.all(known.values())).filter((found) => found !== undefined);
    },
  };
}

/** Keeps what is being read: by what it may take until it is there, then by what it does. What fails is not kept. */
function keep<Value extends object>(
  cache: LRUCache<string, Promise<Value>>,
  key: string,
  reading: Promise<Value>,
  sizeBefore: number,
  sizeOf: (value: Value) => number,
): void {
  cache.set(key, reading, { size: sizeBefore });
  reading.then(
    (found) => cache.peek(key) === reading && cache.set(key, reading, { size: sizeOf(found) }),
    () => cache.peek(key) === reading && cache.delete(key),
  );
}

/** What is kept under a key, made where it is not there yet. What fails is not kept. */
function kept<Value extends object>(
  cache: LRUCache<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  made.catch(() => cache.peek(key) === made && cache.delete(key));
  return made;
}

/** Evaluations that are read together. */
function lots(stamped: readonly Stamped[]): readonly (readonly Stamped[])[] {
  const all: Stamped[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const one of stamped) {
    if (size + one.callCount > CALLS_AT_ONCE) {
      all.push([]);
      size = 0;
    }
    all.at(-1)?.push(one);
    size += one.callCount;
  }
  return all;
}

const sizeOf = (trials: readonly Trial[]): number =>
  trials.reduce((sum, { example, output, scores, spanRefs }) => {
    const told = [...scores].reduce(
      (length, [name, score]) => length + name.length + score.length,
      0,
    );
    return sum + OVERHEAD + example.length + output.length + told + (spanRefs?.length ?? 0);
  }, 1);

const isOver = ({ totals }: EvaluationOutline): boolean => totals.doneCount === totals.trialCount;

const outlineSize = ({ digests, leaves, scorers }: EvaluationOutline): number => {
  const lists = 5 + 4 * leaves.length + scorers.length;
  const bytes = DIGEST_BYTES + lists * Float64Array.BYTES_PER_ELEMENT;
  return OUTLINE_OVERHEAD + digests.length * bytes;
};
