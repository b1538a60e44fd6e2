import {
  byUnit,
  type Confusion,
  cohenKappas,
  confusionOf,
  type JudgeBias,
  type JudgedValue,
  judgeBias,
  type Kappa,
  memberText,
  memberTexts,
} from '@runloom/model';
import type { Calls, JsonText } from '../calls/index.ts';
import type { ProjectId } from '../projects/index.ts';
import { settledValues } from './agreement.ts';
import { judgedValue, SCORE, type Verdicts } from './answers.ts';
import type { AnnotationField } from './fields.ts';

/** A scorer beside people: one of its outputs, one of their fields. */
export interface Judge {
  readonly scorer: string;
  /** `passed`, `quality.score`; '' for the output itself. */
  readonly path: string;
  readonly field: string;
  readonly pairs: number;
  /** Calls that the scorer judged with such an output, and whether there are more than were read. */
  readonly scored: number;
  readonly hasMore: boolean;
  readonly confusion: Confusion<JudgedValue> | null;
  readonly kappa: Kappa | null;
  readonly bias: JudgeBias | null;
}

const MOST_SCORES = 100_000;
const DEEPEST = 4;

/**
 * Compares every scorer that judged calls of a queue with what people said of them, in each field whose
 * values are of the same kind. The rate at which a scorer is off is that on these calls; its mean over all
 * calls of the project that it judged is corrected by it.
 */
export async function judgesOf(
  calls: Pick<Calls, 'queryFeedback'>,
  project: ProjectId,
  fields: readonly AnnotationField[],
  verdicts: Verdicts,
): Promise<readonly Judge[]> {
  const people = fields
    .filter(({ value }) => value.kind !== 'text')
    .map((field) => ({ field, settled: settledValues(field, verdicts) }));
  const judges: Judge[] = [];
  for (const [scorer, scores] of Map.groupBy(verdicts.scores, (score) => score.scorer)) {
    const here = new Map(scores.map(({ callId, output }) => [callId, leavesOf(output)]));
    const paths = new Set([...here.values()].flatMap((leaves) => [...leaves.keys()]));
    const pairings = [...paths].flatMap((path) =>
      people.flatMap(({ field, settled }) => {
        const pairs = [...settled].flatMap(([callId, person]) => {
          const automatic = here.get(callId)?.get(path);
          return typeof automatic === typeof person && automatic !== undefined
            ? [{ callId, automatic, person }]
            : [];
        });
        return pairs.length === 0 ? [] : [{ path, field, pairs }];
      }),
    );
    if (pairings.length === 0) continue;
    const all = await readScores(calls, project, scorer);
    for (const { path, field, pairs } of pairings) {
      const values = all.leaves.flatMap((leaves) => leaves.get(path) ?? []);
      judges.push({
        scorer,
        path,
        field: field.name,
        scored: values.length,
        hasMore: all.hasMore,
        ...compare(field, pairs, values),
      });
    }
  }
  return judges;
}

interface Pair {
  readonly callId: string;
  readonly automatic: JudgedValue;
  readonly person: JudgedValue;
}

function compare(
  field: AnnotationField,
  pairs: readonly Pair[],
  values: readonly JudgedValue[],
): Pick<Judge, 'pairs' | 'confusion' | 'kappa' | 'bias'> {
  const isKind = field.value.kind === 'boolean' || field.value.kind === 'choice';
  const isMeasured = field.value.kind !== 'choice';
  const [kappa] = isKind
    ? cohenKappas(
        byUnit(
          pairs.flatMap(({ callId, automatic, person }) => [
            { unit: callId, judge: 'automatic', value: automatic },
            { unit: callId, judge: 'person', value: person },
          ]),
        ),
        'nominal',
      )
    : [];
  return {
    pairs: pairs.length,
    confusion: isKind ? confusionOf(pairs, categoriesIn(field, pairs)) : null,
    kappa: kappa ?? null,
    bias: isMeasured
      ? judgeBias(
          pairs.map(({ automatic, person }) => ({
            automatic: Number(automatic),
            person: Number(person),
          })),
          Float64Array.from(values, Number),
          field.value.kind === 'boolean' ? { least: 0, greatest: 1 } : undefined,
        )
      : null,
  };
}

/** Those that the field offers, and what a scorer says besides. */
function categoriesIn(field: AnnotationField, pairs: readonly Pair[]): readonly JudgedValue[] {
  const offered =
    field.value.kind === 'choice'
      ? field.value.choices
      : field.value.kind === 'boolean'
        ? [false, true]
        : [];
  return [...new Set<JudgedValue>([...offered, ...pairs.map(({ automatic }) => automatic)])];
}

/** The newest verdicts of a scorer in the whole project, one a call. */
async function readScores(calls: Pick<Calls, 'queryFeedback'>, project: ProjectId, scorer: string) {
  const { feedback, totalCount } = await calls.queryFeedback(project, {
    query: {
      $expr: { $eq: [{ $getField: 'feedback_type' }, { $literal: `${SCORE}${scorer}` }] },
    },
    sort: [{ field: 'created_at', direction: 'desc' }],
    limit: MOST_SCORES,
  });
  const byCall = new Map<string, JsonText>();
  for (const { weaveRef, payload } of feedback) {
    if (!byCall.has(weaveRef)) byCall.set(weaveRef, payload);
  }
  const leaves = [...byCall.values()].map((payload) =>
    leavesOf(memberText(payload, 'output') ?? 'null'),
  );
  return { leaves, hasMore: totalCount > feedback.length };
}

/** What an output says, by path: texts, numbers, yes and no. */
function leavesOf(output: JsonText): ReadonlyMap<string, JudgedValue> {
  const leaves = new Map<string, JudgedValue>();
  const walk = (text: JsonText, path: string, depth: number): void => {
    if (text.trimStart().startsWith('{')) {
      if (depth === DEEPEST) return;
      for (const [name, member] of memberTexts(text)) {
        walk(member, path === '' ? name : `${path}.${name}`, depth + 1);
      }
      return;
    }
    const value = judgedValue(text);
    if (value !== null) leaves.set(path, value);
  };
  walk(output, '', 0);
  return leaves;
}
