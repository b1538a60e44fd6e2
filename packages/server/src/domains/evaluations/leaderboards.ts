import { itemTexts, memberText, stringOf } from '@runloom/model';
import type { Call, Calls } from '../calls/index.ts';
import type { Objects } from '../objects/index.ts';
import type { Project, ProjectId } from '../projects/index.ts';
import type { Direction, Estimate } from './estimates.ts';
import type { KeptTrials } from './kept-trials.ts';
import { EVALUATION_COLUMNS, evaluationOps, readSubjects } from './reading.ts';
import type { Subject } from './types.ts';

/** One column: a score of one evaluation. */
export interface LeaderboardColumn {
  readonly key: string;
  readonly title: string;
  readonly direction: Direction;
  readonly kind: 'rate' | 'number';
  readonly evaluation: Subject;
}

/** A model's estimate, and between which ranks it may stand: what can't be told apart shares them. */
export interface LeaderboardCell extends Estimate {
  readonly evaluationId: string;
  readonly bestRank: number;
  readonly worstRank: number;
}

export interface LeaderboardRow {
  readonly model: Subject;
  readonly cells: readonly (LeaderboardCell | null)[];
}

export interface Leaderboard {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly columns: readonly LeaderboardColumn[];
  readonly rows: readonly LeaderboardRow[];
}

/** Of so many evaluations the newest of each model counts. */
const MOST_EVALUATIONS = 500;

/**
 * A leaderboard that a client published (`weave.flow.leaderboard`), worked out from what came of the trials: for
 * each evaluation it names, the newest run of each model.
 */
export async function readLeaderboard(
  {
    calls,
    objects,
    figures,
  }: {
    readonly calls: Pick<Calls, 'query'>;
    readonly objects: Pick<Objects, 'read'>;
    readonly figures: KeptTrials['figures'];
  },
  project: Project,
  name: string,
): Promise<Leaderboard> {
  const { value } = await objects.read(project.id, name, 'latest', { kind: 'object' });
  const columnTexts = [...itemTexts(memberText(value, 'columns') ?? '[]')];
  const refOf = (column: string): string =>
    stringOf(memberText(column, 'evaluation_object_ref')) ?? '';
  const named = await readSubjects(objects, project, columnTexts.map(refOf));
  const asked = columnTexts.map((column) => ({
    ref: versionRef(project, named.get(refOf(column))) ?? refOf(column),
    scorer: stringOf(memberText(column, 'scorer_name')) ?? '',
    path: stringOf(memberText(column, 'summary_metric_path')) ?? '',
    isLess: memberText(column, 'should_minimize') === 'true',
  }));
  const roots: Call[] = [];
  const refs = [...new Set(asked.map(({ ref }) => ref))];
  if (refs.length > 0) {
    const pages = calls.query(project.id, {
      filter: { opNames: evaluationOps(project), inputRefs: refs },
      sort: [{ field: 'started_at', direction: 'desc' }],
      limit: MOST_EVALUATIONS,
      columns: EVALUATION_COLUMNS,
    });
    for await (const page of pages) roots.push(...page);
  }
  const newest = new Map<string, Call>();
  for (const call of roots) {
    const at = JSON.stringify(
      ['self', 'model'].map((input) => stringOf(memberText(call.inputs, input))),
    );
    if (call.endedAt !== null && !newest.has(at)) newest.set(at, call);
  }
  const counted = [...newest.values()];
  const found = await figures(project.id, counted);
  const modelOf = (call: Call): string => stringOf(memberText(call.inputs, 'model')) ?? '';
  const models = [...new Set(counted.map(modelOf))];
  const subjects = await readSubjects(objects, project, [...models, ...refs]);
  const subject = (ref: string): Subject =>
    subjects.get(ref) ?? { ref, name: ref, kind: null, digest: null, versionIndex: null };

  const columns = asked.map(({ ref, scorer, path, isLess }) => {
    const wanted = keysOf(scorer, path);
    let kind: 'rate' | 'number' = 'number';
    const direction: Direction = isLess ? 'lower' : 'higher';
    const cells = models.map((model) => {
      const at = counted.findIndex(
        (one) => modelOf(one) === model && stringOf(memberText(one.inputs, 'self')) === ref,
      );
      const [call, own] = [counted[at], found[at]];
      if (call === undefined || own === undefined) return null;
      if (scorer === 'model_latency') {
        return own.latency === null ? null : { ...own.latency, evaluationId: call.id };
      }
      const score = own.scores.find((one) => wanted.has(one.key));
      if (score === undefined) return null;
      if (score.kind === 'rate') kind = 'rate';
      const { mean, low, high, count } = score;
      return { mean, low, high, count, evaluationId: call.id };
    });
    const key = [...wanted].at(-1) ?? scorer;
    return {
      column: { key, title: key, direction, kind, evaluation: subject(ref) },
      cells: withRanks(cells, direction),
    };
  });
  return {
    name,
    title: stringOf(memberText(value, 'name')) ?? name,
    description: stringOf(memberText(value, 'description')),
    columns: columns.map(({ column }) => column),
    rows: models
      .map((model, at) => ({
        model: subject(model),
        cells: columns.map(({ cells }) => cells[at] ?? null),
      }))
      .toSorted(byFirstCell(columns[0]?.column.direction ?? 'higher')),
  };
}

/** As calls name a version, whatever alias it was asked for by; null for what is not known here. */
function versionRef({ entityName, name }: Project, found: Subject | undefined): string | null {
  if (found === undefined || found.versionIndex === null) return null;
  return `weave:///${entityName}/${name}/${found.kind}/${found.name}:${found.digest}`;
}

/** Best in the first column first, of those that tie the better mean; without a score last. */
function byFirstCell(direction: Direction) {
  return ({ cells: [a = null] }: LeaderboardRow, { cells: [b = null] }: LeaderboardRow): number => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const order = a.bestRank - b.bestRank || a.worstRank - b.worstRank;
    return order || (direction === 'higher' ? b.mean - a.mean : a.mean - b.mean);
  };
}

/**
 * Keys of scores of which less is better, as the leaderboards of a project say: where two differ, the newer
 * one is right.
 */
export async function readLowerKeys(
  objects: Pick<Objects, 'query'>,
  project: ProjectId,
): Promise<ReadonlySet<string>> {
  const boards = await objects.query(project, {
    filter: { kind: 'object', baseClasses: ['Leaderboard'], latestOnly: true },
    sort: [{ field: 'created_at', direction: 'asc' }],
  });
  const lower = new Set<string>();
  for (const { value } of boards) {
    for (const column of itemTexts(memberText(value, 'columns') ?? '[]')) {
      const scorer = stringOf(memberText(column, 'scorer_name')) ?? '';
      const path = stringOf(memberText(column, 'summary_metric_path')) ?? '';
      const isLess = memberText(column, 'should_minimize') === 'true';
      for (const key of keysOf(scorer, path)) {
        if (isLess) lower.add(key);
        else lower.delete(key);
      }
    }
  }
  return lower;
}

/** The leaf that a path into a summary is made of: summaries end in `mean`, `true_fraction` and the like. */
function keysOf(scorer: string, path: string): ReadonlySet<string> {
  const leaf = path.replace(/(?:^|\.)(?:mean|true_fraction|true_count)$/, '');
  const whole = path === '' ? scorer : `${scorer}.${path}`;
  return new Set([whole, leaf === '' ? scorer : `${scorer}.${leaf}`]);
}

/**
 * Ranks from 1. One that is surely better (its interval lies wholly beyond) stands above; those that can't
 * be told apart tie, so that each may stand anywhere between two ranks.
 */
export function withRanks<Cell extends Estimate>(
  cells: readonly (Cell | null)[],
  direction: Direction,
): readonly ((Cell & { readonly bestRank: number; readonly worstRank: number }) | null)[] {
  const known = cells.filter((cell) => cell !== null);
  const isSurelyBetter = (one: Estimate, other: Estimate): boolean => {
    if (one.low === null || one.high === null || other.low === null || other.high === null) {
      return false;
    }
    return direction === 'higher' ? one.low > other.high : one.high < other.low;
  };
  return cells.map((cell) => {
    if (cell === null) return null;
    const above = known.filter((other) => isSurelyBetter(other, cell)).length;
    const below = known.filter((other) => isSurelyBetter(cell, other)).length;
    return { ...cell, bestRank: above + 1, worstRank: known.length - below };
  });
}
