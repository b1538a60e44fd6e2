import {
  type Alpha,
  byUnit,
  cohenKappas,
  type JudgedValue,
  type Kappa,
  krippendorffAlpha,
  type Scale,
} from '@runloom/model';
import type { Answer, Verdicts } from './answers.ts';
import { type AnnotationField, scaleOf } from './fields.ts';

/** How much those who judged the same calls agree in a field. */
export interface FieldAgreement {
  readonly field: string;
  /** Null for texts, of which only the sameness is known. */
  readonly scale: Scale | null;
  readonly judged: number;
  readonly judgedByTwo: number;
  readonly unanimous: number;
  readonly alpha: Alpha | null;
  readonly pairs: readonly Kappa[];
}

/** A call of which people said different things in a field, or of which somebody decided. */
export interface Dispute {
  readonly callId: string;
  readonly field: string;
  readonly answers: readonly Answer[];
  readonly decision: Answer | null;
}

export function agreementOf(
  fields: readonly AnnotationField[],
  { answers }: Pick<Verdicts, 'answers'>,
): readonly FieldAgreement[] {
  const byField = Map.groupBy(answers, ({ field }) => field);
  return fields.map(({ name, value }) => {
    const own = byField.get(name) ?? [];
    const scale = scaleOf(value);
    const units = byUnit(
      own.map(({ callId, user, value: said }) => ({ unit: callId, judge: user, value: said })),
    );
    const shared = [...units.values()].filter((said) => said.size > 1);
    return {
      field: name,
      scale,
      judged: units.size,
      judgedByTwo: shared.length,
      unanimous: shared.filter((said) => new Set(said.values()).size === 1).length,
      alpha: scale === null ? null : krippendorffAlpha(units, scale),
      pairs: scale === null ? [] : cohenKappas(units, scale),
    };
  });
}

/** In the order of the calls given. */
export function disputesOf(
  fields: readonly AnnotationField[],
  { answers, decisions }: Pick<Verdicts, 'answers' | 'decisions'>,
  callIds: readonly string[],
): readonly Dispute[] {
  const placeOf = ({ callId, field }: Answer): string => `${callId}\n${field}`;
  const said = Map.groupBy(answers, placeOf);
  const decided = new Map(decisions.map((one) => [placeOf(one), one]));
  return callIds.flatMap((callId) =>
    fields.flatMap(({ name }) => {
      const place = `${callId}\n${name}`;
      const own = said.get(place) ?? [];
      const decision = decided.get(place) ?? null;
      const isDisputed = new Set(own.map(({ value }) => value)).size > 1;
      if (!isDisputed && decision === null) return [];
      return [{ callId, field: name, answers: own, decision }];
    }),
  );
}

/**
 * What counts of each call in a field: what was decided, else what all who answered said. Calls of which
 * people said different things have none, except where values have distances: then it is their mean.
 */
export function settledValues(
  field: AnnotationField,
  { answers, decisions }: Pick<Verdicts, 'answers' | 'decisions'>,
): ReadonlyMap<string, JudgedValue> {
  const isMeasured = scaleOf(field.value) === 'interval';
  const settled = new Map<string, JudgedValue>();
  const own = answers.filter(({ field: name }) => name === field.name);
  for (const [callId, said] of Map.groupBy(own, (answer) => answer.callId)) {
    const values = said.map(({ value }) => value);
    const [first] = values;
    if (first === undefined) continue;
    if (values.every((value) => value === first)) settled.set(callId, first);
    else if (isMeasured) {
      settled.set(
        callId,
        values.reduce<number>((sum, value) => sum + Number(value), 0) / values.length,
      );
    }
  }
  for (const { callId, field: name, value } of decisions) {
    if (name === field.name) settled.set(callId, value);
  }
  return settled;
}
