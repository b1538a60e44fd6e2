import {
  type ExactJson,
  metricDefinitionsOf,
  parseExactJson,
  stringifyExact,
} from '@runloom/model';
import { notFound } from '../../platform/errors.ts';
import type { GroupCommitter } from '../../stores/columns/group-commit.ts';
import type { Actor } from '../accounts/index.ts';
import type { Console } from '../console/index.ts';
import type { Live } from '../live/index.ts';
import { type DecodedRows, linesOf, type Metrics, type Stream } from '../metrics/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import {
  type DeadLetterInput,
  type HistorySource,
  inheritedBelow,
  isShared,
  knowsWriter,
  lastInheritedStep,
  type Run,
  type RunProgress,
  type Runs,
  sourceOf,
} from '../runs/index.ts';
import { createBranching } from './branching.ts';
import { createPositions } from './positions.ts';
import { createProgressBatcher } from './progress-batcher.ts';
import type { Ingest, RowBlock, StreamChunk } from './types.ts';

export interface IngestDeps {
  readonly projects: Pick<Projects, 'find'>;
  readonly runs: Pick<Runs, 'findIn' | 'applyProgress' | 'addWriter' | 'reshapeHistory'>;
  readonly metrics: Metrics;
  readonly console: Pick<Console, 'decode'>;
  readonly committer: GroupCommitter;
  readonly live: Pick<Live, 'publish'>;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

/** One stream of a chunk, decoded. */
interface StreamPart {
  readonly source: HistorySource;
  readonly offset: number;
  readonly lineCount: number;
  readonly decoded: DecodedRows;
  /** Marks for what its rows no longer hold. */
  readonly gone: DecodedRows['inserts'];
  /** Some of its rows may already be in the store. */
  readonly repeats: boolean;
  /** No row beyond its last one is in the store. */
  readonly isLatest: boolean;
  /** The largest step that the store held before. */
  readonly before: number | null;
}

/** Names of the client's files, under which bad lines are kept. */
const FILE_NAMES: Record<Stream, string> = {
  history: 'wandb-history.jsonl',
  system: 'wandb-events.jsonl',
};

/**
 * Takes what runs stream. The order is what makes an answer trustworthy: rows and lines are durable
 * in the column store first, then the run's counts move, then whoever watches is told, then the
 * client is answered. A crash in between leaves rows that the client sends again and that replace
 * themselves.
 */
export function createIngest(deps: IngestDeps): Ingest {
  const { metrics, committer, live } = deps;
  const clock = deps.clock ?? Date.now;
  const positions = createPositions(metrics);
  const progress = createProgressBatcher(deps.runs);
  const counters = { chunks: 0, rows: 0, points: 0 };

  async function append(
    actor: Actor,
    address: { entity: string; project: string; run: string },
    chunk: StreamChunk,
  ): Promise<{ stopRequested: boolean }> {
    const project = await deps.projects.find(actor, address.entity, address.project, 'write');
    const found = await deps.runs.findIn(project, address.run);
    if (found === null) throw notFound(`The run ${address.run}`);
    const writer = chunk.writer ?? null;
    const run = knowsWriter(found, writer)
      ? found
      : await deps.runs.addWriter(found.id, writer ?? '');
    const after = await store(project, run, chunk);
    return { stopRequested: after.stopRequested };
  }

  async function store(project: Project, before: Run, chunk: StreamChunk): Promise<Run> {
    const source = sourceOf(before, chunk.writer ?? null);
    const history = await decodeStream(source, 'history', chunk.history);
    // Samples of all processes stand at their times, under the run itself.
    const system = await decodeStream(before.id, 'system', chunk.events);
    const run = await withOwnRowsInFront(before, chunk, history);
    const output = chunk.output ?? [];
    const inserts = [
      ...(history?.decoded.inserts ?? []),
      ...(history?.gone ?? []),
      ...(system?.decoded.inserts ?? []),
      ...output.map((lines) => deps.console.decode({ source, ...lines })),
    ];
    if (!run.hasRewrites && (history?.repeats || system?.repeats)) {
      // Before the rows are there twice: whatever happens next, nobody reads them as two.
      await progress.apply({ runId: run.id, heartbeatAt: clock(), hasRewrites: true });
    }
    if (inserts.length > 0) await commit([source, run.id], inserts);
    if (history !== null && !history.repeats && source === run.id) {
      metrics.noteRows(run.id, history);
    }
    const newHistoryKeys = await registerKeys(project, 'history', history);
    const newSystemKeys = await registerKeys(project, 'system', system);
    const after = await progress.apply(await describeProgress(run, chunk, history, system));
    publish(project, after, chunk, { history, system, newHistoryKeys, newSystemKeys });
    counters.chunks += 1;
    for (const part of [history, system]) {
      counters.rows += part?.decoded.rowCount ?? 0;
      counters.points += part?.decoded.pointCount ?? 0;
    }
    return after;
  }

  /** A forked or rewound run that writes again what it took over: its own rows hold from there on. */
  async function withOwnRowsInFront(
    run: Run,
    chunk: StreamChunk,
    history: StreamPart | null,
  ): Promise<Run> {
    const first = history?.decoded.firstStep ?? null;
    const inherited = lastInheritedStep(run);
    if (first === null || inherited === null || first > inherited) return run;
    // Processes of a shared run count their steps each for itself.
    if (chunk.writer !== undefined) return run;
    return deps.runs.reshapeHistory(run.id, ({ lineage }) => ({
      lineage: lineage === null ? null : inheritedBelow(lineage, first),
    }));
  }

  async function decodeStream(
    source: HistorySource,
    stream: Stream,
    block: RowBlock | undefined,
  ): Promise<StreamPart | null> {
    if (block === undefined) return null;
    const { offset } = block;
    const lines = 'count' in block.lines ? block.lines : linesOf(block.lines);
    if (lines.count === 0) return null;
    const decoded = metrics.decode({ source, stream, offset, lines });
    const { firstStep, lastStep } = decoded;
    const { repeats, isLatest, before } =
      firstStep === null || lastStep === null
        ? { repeats: false, isLatest: false, before: null }
        : await positions.advance(source, stream, firstStep, lastStep);
    return {
      source,
      gone: repeats ? await metrics.takeBackReplaced({ source, stream, offset, lines }) : [],
      offset,
      lineCount: lines.count,
      decoded,
      repeats: repeats || decoded.outOfOrder,
      isLatest,
      before,
    };
  }

  async function commit(
    sources: readonly HistorySource[],
    inserts: Parameters<GroupCommitter['append']>[0],
  ): Promise<void> {
    try {
      await committer.append(inserts);
    } catch (error) {
      for (const source of sources) positions.forget(source);
      throw error;
    }
  }

  async function registerKeys(
    project: Project,
    stream: Stream,
    part: StreamPart | null,
  ): Promise<readonly string[]> {
    if (part === null) return [];
    const { keys, objectKeys } = part.decoded;
    if (objectKeys.size > 0) await metrics.registerKeys(project.id, 'objects', objectKeys);
    return metrics.registerKeys(project.id, stream, keys);
  }

  async function describeProgress(
    run: Run,
    chunk: StreamChunk,
    history: StreamPart | null,
    system: StreamPart | null,
  ): Promise<RunProgress> {
    const deadLetters = [
      ...(chunk.bad ?? []),
      ...badLines('history', history),
      ...badLines('system', system),
    ];
    const sent = checkSummary(chunk.summary, deadLetters);
    // Definitions may come after the rows, but never after the end.
    const isDerived = chunk.derivesSummary && (history !== null || chunk.complete === true);
    const summary = isDerived ? await summarize(run, sent) : sent;
    return {
      runId: run.id,
      heartbeatAt: clock(),
      ...(history && { historyLineCount: await lineCount(run, 'history', history) }),
      ...(system && { eventsLineCount: await lineCount(run, 'system', system) }),
      ...(chunk.output?.length && { logLineCount: lastConsoleLine(chunk) }),
      ...tailOf('historyTail', history),
      ...tailOf('eventsTail', system),
      ...positionOf(run, history),
      ...(summary !== null && { summary }),
      ...(chunk.preempting !== undefined && { preempting: chunk.preempting }),
      ...(chunk.exitCode !== undefined && { exitCode: chunk.exitCode }),
      ...(chunk.complete !== undefined && { complete: chunk.complete }),
      ...(chunk.writer !== undefined && { shared: true }),
      ...(deadLetters.length > 0 && { deadLetters }),
    };
  }

  /** What is logged, over what was known; what the client says itself goes before both. */
  async function summarize(run: Run, sent: string | null): Promise<string> {
    const definitions = metricDefinitionsOf(parseExactJson(run.config));
    const view = { ...run, hasRewrites: true };
    const { values, logged } = await metrics.deriveSummary(view, definitions);
    const before = [...membersOf(run.summary)].filter(([key]) => !logged.has(key));
    return stringifyExact(new Map([...before, ...values, ...membersOf(sent ?? '{}')]));
  }

  /** Lines the client may count as taken. After a resend at other offsets only the store knows. */
  async function lineCount(run: Run, stream: Stream, part: StreamPart): Promise<number> {
    if (isShared(run)) return metrics.countRows({ ...run, hasRewrites: true }, stream);
    if (!part.repeats) return part.offset + part.lineCount;
    const inherited = stream === 'history' ? (run.lineage?.baseLines ?? 0) : 0;
    return inherited + (await metrics.countRowsOf(part.source, stream));
  }

  function publish(
    project: Project,
    run: Run,
    chunk: StreamChunk,
    parts: {
      history: StreamPart | null;
      system: StreamPart | null;
      newHistoryKeys: readonly string[];
      newSystemKeys: readonly string[];
    },
  ): void {
    const about = { projectId: project.id, runId: run.id, runName: run.name };
    live.publish({ kind: 'run', projectId: project.id, run });
    if (parts.history) {
      const { lastStep } = parts.history.decoded;
      const newKeys = parts.newHistoryKeys;
      live.publish({ kind: 'points', ...about, stream: 'history', lastStep, newKeys });
    }
    if (parts.system) {
      const newKeys = parts.newSystemKeys;
      live.publish({ kind: 'points', ...about, stream: 'system', lastStep: null, newKeys });
    }
    const offsets = (chunk.output ?? []).map((lines) => lines.offset);
    if (offsets.length > 0) {
      const toLine = lastConsoleLine(chunk);
      live.publish({ kind: 'console', ...about, fromLine: Math.min(...offsets), toLine });
    }
    if (chunk.uploaded?.length) live.publish({ kind: 'files', ...about });
  }

  return {
    append,
    ...createBranching({ projects: deps.projects, runs: deps.runs, metrics }),
    counters,
    async drain() {
      await committer.drain();
      await progress.drain();
    },
  };
}

function lastConsoleLine(chunk: StreamChunk): number {
  let end = 0;
  for (const { offset, lines } of chunk.output ?? []) end = Math.max(end, offset + lines.length);
  return end;
}

function badLines(stream: Stream, part: StreamPart | null): DeadLetterInput[] {
  return (part?.decoded.bad ?? []).map((bad) => ({ file: FILE_NAMES[stream], ...bad }));
}

/** The summary's text when it is an object; anything else joins the dead letters. */
function checkSummary(text: string | undefined, deadLetters: DeadLetterInput[]): string | null {
  if (text === undefined) return null;
  const refuse = (reason: string): null => {
    deadLetters.push({ file: 'wandb-summary.json', line: 0, reason, raw: text });
    return null;
  };
  try {
    return parseExactJson(text) instanceof Map ? text : refuse('the summary is not an object');
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function membersOf(text: string): ReadonlyMap<string, ExactJson> {
  const value = parseExactJson(text);
  return value instanceof Map ? value : new Map();
}

function tailOf<Name extends 'historyTail' | 'eventsTail'>(
  name: Name,
  part: StreamPart | null,
): { [key in Name]?: string } {
  // Rows sent again from the start must not move the place where a resumed run goes on.
  const tail = part?.isLatest === true ? part.decoded.tail : null;
  return tail === null ? {} : ({ [name]: tail } as { [key in Name]: string });
}

function positionOf(
  run: Run,
  history: StreamPart | null,
): Pick<RunProgress, 'firstStep' | 'lastStep' | 'firstTime' | 'lastTime' | 'startedAt'> {
  if (history === null) return {};
  const { firstStep, lastStep, firstTime, lastTime, startedAt } = history.decoded;
  return {
    ...(firstStep !== null && { firstStep }),
    ...(lastStep !== null && { lastStep }),
    ...(firstTime !== null && { firstTime }),
    ...(lastTime !== null && { lastTime }),
    ...(startedAt !== null && run.startedAt === null && { startedAt }),
  };
}
