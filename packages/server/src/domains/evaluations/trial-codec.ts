import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import type { JsonText } from '../calls/index.ts';
import type { Trial } from './types.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Another number for another form, so that what was kept in an older one is not read. */
export const TRIAL_FORM = 1;

type Texts = readonly (string | null)[];

/** Trials of one evaluation, one list a field, which takes a fraction of the time to read that objects do. */
interface TrialColumns {
  readonly rowDigests: readonly string[];
  readonly callIds: readonly string[];
  readonly predictCallIds: Texts;
  readonly examples: readonly JsonText[];
  readonly outputs: readonly JsonText[];
  /** By scorer, then by trial; null where it said nothing. */
  readonly scores: readonly (readonly [scorer: string, values: Texts])[];
  readonly scorerCallIds: readonly (readonly [scorer: string, ids: Texts])[];
  /** Places of trials in which a scorer failed. */
  readonly failedScorers: readonly (readonly [scorer: string, places: readonly number[]])[];
  readonly failed: readonly number[];
  readonly running: readonly number[];
  readonly startedAt: readonly number[];
  readonly latencies: readonly (number | null)[];
  readonly tokens: readonly (number | null)[];
  readonly costs: readonly (number | null)[];
  readonly spanRefs: readonly (readonly [place: number, refs: JsonText])[];
}

/** Trials of one evaluation as few bytes. */
export const encodeTrials = async (trials: readonly Trial[]): Promise<Buffer> =>
  compress(JSON.stringify(columnsOf(trials)));

/** @param evaluationId of whose trials they are */
export async function decodeTrials(
  evaluationId: string,
  bytes: Uint8Array,
): Promise<readonly Trial[]> {
  const text = (await decompress(bytes)).toString('utf8');
  return trialsOf(evaluationId, JSON.parse(text) as TrialColumns);
}

function columnsOf(trials: readonly Trial[]): TrialColumns {
  const placesOf = (isMeant: (trial: Trial) => boolean): number[] =>
    trials.flatMap((trial, place) => (isMeant(trial) ? [place] : []));
  const byScorer = (texts: (trial: Trial) => ReadonlyMap<string, string>) => {
    const names = new Set(trials.flatMap((trial) => [...texts(trial).keys()]));
    return [...names].map(
      (name) => [name, trials.map((trial) => texts(trial).get(name) ?? null)] as const,
    );
  };
  const failing = new Set(trials.flatMap(({ failedScorers }) => [...failedScorers]));
  return {
    rowDigests: trials.map(({ rowDigest }) => rowDigest),
    callIds: trials.map(({ callId }) => callId),
    predictCallIds: trials.map(({ predictCallId }) => predictCallId),
    examples: trials.map(({ example }) => example),
    outputs: trials.map(({ output }) => output),
    scores: byScorer(({ scores }) => scores),
    scorerCallIds: byScorer(({ scorerCallIds }) => scorerCallIds),
    failedScorers: [...failing].map((name) => [
      name,
      placesOf(({ failedScorers }) => failedScorers.has(name)),
    ]),
    failed: placesOf(({ isFailed }) => isFailed),
    running: placesOf(({ isRunning }) => isRunning),
    startedAt: trials.map(({ startedAt }) => startedAt),
    latencies: trials.map(({ latencySeconds }) => latencySeconds),
    tokens: trials.map(({ totalTokens }) => totalTokens),
    costs: trials.map(({ totalCost }) => totalCost),
    spanRefs: trials.flatMap(({ spanRefs }, place) =>
      spanRefs === null ? [] : [[place, spanRefs] as const],
    ),
  };
}

const NONE: ReadonlySet<string> = new Set();

function trialsOf(evaluationId: string, columns: TrialColumns): readonly Trial[] {
  const failed = new Set(columns.failed);
  const running = new Set(columns.running);
  const spanRefs = new Map(columns.spanRefs);
  const failedScorers = new Map<number, Set<string>>();
  for (const [name, places] of columns.failedScorers) {
    for (const place of places) {
      failedScorers.set(place, (failedScorers.get(place) ?? new Set()).add(name));
    }
  }
  const textsAt = (lists: TrialColumns['scores'], place: number): Map<string, string> => {
    const found = new Map<string, string>();
    for (const [name, values] of lists) {
      const value = values[place] ?? null;
      if (value !== null) found.set(name, value);
    }
    return found;
  };
  return columns.callIds.map((callId, place) => ({
    evaluationId,
    rowDigest: columns.rowDigests[place] ?? '',
    callId,
    predictCallId: columns.predictCallIds[place] ?? null,
    example: columns.examples[place] ?? 'null',
    output: columns.outputs[place] ?? 'null',
    scores: textsAt(columns.scores, place),
    scorerCallIds: textsAt(columns.scorerCallIds, place),
    failedScorers: failedScorers.get(place) ?? NONE,
    isFailed: failed.has(place),
    isRunning: running.has(place),
    startedAt: columns.startedAt[place] ?? 0,
    latencySeconds: columns.latencies[place] ?? null,
    totalTokens: columns.tokens[place] ?? null,
    totalCost: columns.costs[place] ?? null,
    spanRefs: spanRefs.get(place) ?? null,
  }));
}
