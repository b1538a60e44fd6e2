import { type MonitorScoreState, parseExactJson, toApiJson } from '@runloom/model';
import { forEachAtOnce } from '../../platform/at-once.ts';
import {
  type Call,
  type CallPart,
  type Calls,
  makeCallId,
  type NewFeedback,
  type ReadPrices,
  totalCost,
} from '../calls/index.ts';
import { isCountable, leavesOf } from '../evaluations/index.ts';
import { RetryAfter } from '../jobs/index.ts';
import {
  summaryText,
  tokensOf,
  type UsageByModel,
  usageByModel,
  wholeAsk,
} from '../playground/index.ts';
import { callRef, type Project } from '../projects/index.ts';
import type { PublishedScorer, ScoredCase, ScoreOutcome, Scorers } from '../scorers/index.ts';
import { type ChoosingDeps, messagesOf } from './choosing.ts';
import type { KeptScore } from './score-store.ts';
import type { MonitorStore } from './store.ts';
import type { Monitor, MonitorScore, Watch } from './types.ts';
import type { LeafValue } from './watch-store.ts';

const DAY_MS = 86_400_000;
const TIMEOUT_MS = 120_000;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 600_000;
/** Tries of a judge before its score counts as failed. */
const MOST_TRIES = 6;
const AT_ONCE = 8;

export const dayOf = (now: number): number => Math.floor(now / DAY_MS);

/** What a scorer sees of a call. */
export function caseOf({
  inputs,
  output,
  traceName: name,
  status,
  exception,
}: Pick<Call, 'inputs' | 'output' | 'traceName' | 'status' | 'exception'>): ScoredCase {
  const read = (text: string): unknown => toApiJson(parseExactJson(text));
  const given = read(inputs);
  return {
    call: { name, status, error: exception || null },
    inputs:
      typeof given === 'object' && given !== null && !Array.isArray(given)
        ? (given as Record<string, unknown>)
        : {},
    output: output === null || output === '' ? null : read(output),
  };
}

/** What a scorer sees of messages that are scored as one: of each input, and of the outputs, all in their order. */
export function joinedCase(messages: readonly ScoredCase[]): ScoredCase {
  const names = new Set(messages.flatMap(({ inputs }) => Object.keys(inputs)));
  const last = messages.at(-1)?.call;
  return {
    inputs: Object.fromEntries(
      [...names].map((name) => [
        name,
        messages.map(({ inputs }) => (Object.hasOwn(inputs, name) ? inputs[name] : null)),
      ]),
    ),
    output: messages.map(({ output }) => output),
    ...(last === undefined ? {} : { call: last }),
  };
}

/** The numbers that a score holds, by the keys of charts and alarms. */
export function numbersOf(scorer: string, value: string): readonly LeafValue[] {
  const found: LeafValue[] = [];
  for (const leaf of leavesOf(new Map([[scorer, value]]))) {
    const isFlag = typeof leaf.value === 'boolean';
    if (!isFlag && !isCountable(leaf.value)) continue;
    const key = leaf.path === '' ? scorer : `${scorer}.${leaf.path}`;
    found.push({ key, value: Number(leaf.value), isFlag });
  }
  return found;
}

export interface ScoringDeps extends ChoosingDeps {
  readonly calls: Pick<Calls, 'query' | 'readMany' | 'write' | 'addFeedback'>;
  readonly scorers: Pick<Scorers, 'score' | 'scoreTogether'>;
  readonly prices: ReadPrices;
  readonly store: MonitorStore;
  readonly clock: () => number;
}

/** What is left to do: calls whose judges may do better later. */
export interface ScoringOutcome {
  readonly again: readonly string[];
  /** Until then. */
  readonly delayMs: number;
  readonly alarms: readonly Watch[];
}

const NOTHING_LEFT: ScoringOutcome = { again: [], delayMs: 0, alarms: [] };

/**
 * Scores calls by all scorers of a monitor that have not done it yet, within its budget, and gives what
 * they say to the calls as feedback.
 * @param attempt from 1
 * @throws RetryAfter when the server stops
 */
export async function scoreCalls(
  deps: ScoringDeps,
  project: Project,
  monitor: Monitor,
  callIds: readonly string[],
  attempt: number,
  signal: AbortSignal,
): Promise<ScoringOutcome> {
  const { store, clock } = deps;
  const rows = await store.waiting(monitor.id, callIds);
  if (rows.length === 0) return NOTHING_LEFT;
  const skip = (some: readonly MonitorScore[], state: MonitorScoreState, message: string) =>
    store.note(some.map(({ id }) => ({ id, state, message, attempts: attempt, now: clock() })));
  if (!monitor.isActive) {
    await skip(rows, 'paused', 'The monitor was paused.');
    return NOTHING_LEFT;
  }
  const calls = new Map<string, Call>();
  const wanted = [...new Set(rows.map(({ callId }) => callId))];
  for await (const page of deps.calls.readMany(project.id, wanted)) {
    for (const call of page) calls.set(call.id, call);
  }
  const day = dayOf(clock());
  const found = wanted.filter((id) => calls.has(id));
  const room =
    attempt > 1
      ? found.length
      : await store.takeBudget(monitor.id, day, found.length, monitor.spec);
  const within = new Set(found.slice(0, room));
  await skip(
    rows.filter(({ callId }) => !calls.has(callId)),
    'failed',
    'The call was removed.',
  );
  await skip(
    rows.filter(({ callId }) => calls.has(callId) && !within.has(callId)),
    'over budget',
    'The budget of the day is used up.',
  );
  const tried: Tried[] = [];
  const wantedOf = (row: MonitorScore): Wanted | null => {
    const call = calls.get(row.callId);
    const scorer = monitor.published.scorers.find(({ spec }) => spec.name === row.scorer);
    return call === undefined || scorer === undefined ? null : { row, call, scorer };
  };
  const inBudget = rows.filter(({ callId }) => within.has(callId));
  await skip(
    inBudget.filter((row) => wantedOf(row) === null),
    'failed',
    'The monitor has no such scorer any more.',
  );
  const due = inBudget.flatMap((row) => wantedOf(row) ?? []);
  const cases = await casesOf(deps, project, monitor, [...new Set(due.map(({ call }) => call))]);
  const lots = monitor.client?.isJoined
    ? [...Map.groupBy(due, ({ call }) => call.id).values()]
    : due.map((one) => [one]);
  await forEachAtOnce(lots, AT_ONCE, signal, async (lot) => {
    const startedAt = clock() * 1_000;
    const outcomes = await askFor(deps, project, monitor, lot, cases, signal);
    const endedAt = clock() * 1_000;
    lot.forEach((one, at) => {
      const outcome = outcomes[at];
      if (outcome !== undefined) tried.push({ ...one, outcome, startedAt, endedAt });
    });
  });
  if (signal.aborted) throw new RetryAfter('The server stops.', 0);
  return storeScores(deps, project, monitor, tried, { attempt, day });
}

/** A call, and one of the scorers that are to say something of it. */
interface Wanted {
  readonly row: MonitorScore;
  readonly call: Call;
  readonly scorer: PublishedScorer;
}

/** What scorers see of each call, by its id. */
async function casesOf(
  deps: ScoringDeps,
  project: Project,
  monitor: Monitor,
  calls: readonly Call[],
): Promise<ReadonlyMap<string, ScoredCase>> {
  const messages = await messagesOf(deps, project, monitor, calls);
  const answered = monitor.client?.hasTurns
    ? await withAnswersOfTurns(deps, project, calls)
    : calls;
  const own = new Map(answered.map((call) => [call.id, caseOf(call)]));
  const missing = [...new Set([...messages.values()].flat())].filter((id) => !own.has(id));
  const all = new Map(own);
  for await (const page of deps.calls.readMany(project.id, missing)) {
    for (const call of page) all.set(call.id, caseOf(call));
  }
  for (const [id, ids] of messages)
    own.set(id, joinedCase(ids.flatMap((one) => all.get(one) ?? [])));
  return own;
}

const ANSWER_COLUMNS = ['id', 'parent_id', 'ended_at', 'output'];
const isAnswer = ({ output }: Pick<Call, 'output'>): boolean =>
  output !== null && output !== '' && output !== 'null';

/** Turns of agents say nothing themselves where calls of models right below them do: the last answer is theirs. */
async function withAnswersOfTurns(
  deps: Pick<ScoringDeps, 'calls'>,
  project: Project,
  calls: readonly Call[],
): Promise<readonly Call[]> {
  const silent = calls.filter((call) => call.turnId === call.id && !isAnswer(call));
  if (silent.length === 0) return calls;
  const last = new Map<string, Call>();
  const query = { filter: { parentIds: silent.map(({ id }) => id) }, columns: ANSWER_COLUMNS };
  for await (const page of deps.calls.query(project.id, query)) {
    for (const call of page) {
      const { parentId, endedAt } = call;
      if (parentId === null || endedAt === null || !isAnswer(call)) continue;
      if (endedAt >= (last.get(parentId)?.endedAt ?? 0)) last.set(parentId, call);
    }
  }
  return calls.map((call) => ({ ...call, output: last.get(call.id)?.output ?? call.output }));
}

/** What the scorers of one call say, in their order. */
async function askFor(
  { scorers }: Pick<ScoringDeps, 'scorers'>,
  { entityId }: Project,
  { client }: Monitor,
  lot: readonly Wanted[],
  cases: ReadonlyMap<string, ScoredCase>,
  signal: AbortSignal,
): Promise<readonly ScoreOutcome[]> {
  const [first] = lot;
  const scored = first === undefined ? undefined : cases.get(first.call.id);
  if (first === undefined || scored === undefined) return [];
  const options = { signal, timeoutMs: TIMEOUT_MS };
  const specs = lot.map(({ scorer }) => scorer.spec);
  return client?.isJoined
    ? scorers.scoreTogether(entityId, specs, scored, options)
    : [await scorers.score(entityId, first.scorer.spec, scored, options)];
}

/** One score as it came. */
interface Tried extends Wanted {
  readonly outcome: ScoreOutcome;
  /** Microseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Stores what scorers said, first with the calls, then as values, and what they did not say. */
async function storeScores(
  deps: ScoringDeps,
  project: Project,
  monitor: Monitor,
  tried: readonly Tried[],
  { attempt, day }: { readonly attempt: number; readonly day: number },
): Promise<ScoringOutcome> {
  const { store, clock } = deps;
  await noteCosts(deps, project, monitor, day, tried);
  const parts: CallPart[] = [];
  const feedback: NewFeedback[] = [];
  const kept: KeptScore[] = [];
  const again = new Set<string>();
  let delayMs = 0;
  const notes: Parameters<MonitorStore['note']>[0][number][] = [];
  for (const one of tried.toSorted((a, b) => a.row.id - b.row.id)) {
    const { row, outcome } = one;
    if (outcome.ok) {
      const value = JSON.stringify(outcome.value ?? null);
      const told = tell(project, monitor, one, value);
      parts.push(...told.parts);
      feedback.push(told.feedback);
      const leaves = numbersOf(row.scorer, value);
      kept.push({ score: row, value, leaves, attempts: attempt });
      continue;
    }
    const isOver = !outcome.mayRetry || attempt >= MOST_TRIES;
    const { message } = outcome;
    const state = isOver ? 'failed' : 'waiting';
    notes.push({ id: row.id, state, attempts: attempt, message, now: isOver ? clock() : null });
    if (isOver) continue;
    again.add(row.callId);
    delayMs = Math.max(delayMs, waitOf(outcome.retryAfterSeconds, attempt));
  }
  if (parts.length > 0) await deps.calls.write(project.id, parts);
  if (feedback.length > 0) await deps.calls.addFeedback(project.id, feedback);
  await store.note(notes);
  const alarms = await store.keep(monitor.id, kept, clock());
  return { again: [...again], delayMs, alarms };
}

const waitOf = (told: number | null, attempt: number): number =>
  Math.min(LONGEST_WAIT_MS, told === null ? FIRST_WAIT_MS * 2 ** (attempt - 1) : told * 1_000);

/** Counts what judges cost for the day. */
async function noteCosts(
  { prices, store }: ScoringDeps,
  project: Project,
  monitor: Monitor,
  day: number,
  tried: readonly Tried[],
): Promise<void> {
  const used = tried.flatMap(({ outcome: { judge } }) => {
    const usage = judge?.answer.answer.usage ?? null;
    return judge === null || usage === null ? [] : [{ judge, usage }];
  });
  if (used.length === 0) return;
  const models = new Set(used.map(({ judge }) => judge.asked.model));
  const known = await prices(project.id, [...models]);
  const cost = used.reduce((sum, { judge: { asked, startedAt }, usage }) => {
    const tokens = { model: asked.model, ...tokensOf(usage) };
    return sum + (totalCost([tokens], known, startedAt) ?? 0);
  }, 0);
  await store.addCost(monitor.id, day, cost);
}

/** The scorer traced as clients' `apply_scorer` does, a trace of its own, and the score for the call. */
function tell(
  project: Project,
  monitor: Monitor,
  { row, call, scorer, outcome: { judge }, startedAt, endedAt }: Tried,
  value: string,
): { readonly parts: readonly CallPart[]; readonly feedback: NewFeedback } {
  const weaveRef = callRef(project, call.id);
  const scorerCallId = makeCallId();
  const traceId = makeCallId();
  const userId = String(monitor.createdBy);
  const mark = { name: monitor.name, ref: monitor.published.ref };
  const usage: UsageByModel =
    judge === null ? {} : usageByModel(judge.asked.model, judge.answer.answer.usage);
  const whole: CallPart = {
    id: scorerCallId,
    source: 'weave',
    traceId,
    parentId: null,
    opName: scorer.opRef,
    startedAt: judge?.startedAt ?? startedAt,
    endedAt: judge?.endedAt ?? endedAt,
    attributes: JSON.stringify({ weave: { kind: 'scorer', source: 'runloom' }, monitor: mark }),
    inputs: JSON.stringify({ self: scorer.ref, call: weaveRef }),
    output: value,
    summary: summaryText(usage, { success: 1, error: 0 }),
    userId,
  };
  const asked: CallPart[] = [];
  const isTraced = monitor.client?.isTraced ?? true;
  if (judge !== null) {
    const place = { id: makeCallId(), traceId, parentId: scorerCallId, userId };
    asked.push({
      ...wholeAsk(place, judge),
      attributes: JSON.stringify({ weave: { kind: 'llm', source: 'runloom' }, monitor: mark }),
    });
  }
  return {
    parts: isTraced ? [...asked, whole] : [],
    feedback: {
      id: `monitor-${row.id}`,
      weaveRef,
      feedbackType: `wandb.runnable.${scorer.spec.name}`,
      payload: `{"output":${value}}`,
      creator: monitor.name,
      userId,
      runnableRef: scorer.ref,
      callRef: isTraced ? callRef(project, scorerCallId) : null,
      triggerRef: monitor.published.ref,
    },
  };
}
