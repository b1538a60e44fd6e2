import type { TraceOutline } from '@runloom/model';

/** A trace of which only some things count: each call took 10 ms and 1 token. */
export function outlineOf(
  parents: readonly number[],
  calls: readonly (readonly [op: string, kind: string | null])[],
): TraceOutline {
  const texts = [...new Set(calls.flat().filter((text) => text !== null))];
  const each = (value: number) => parents.map(() => value);
  return {
    traceId: 't',
    ids: parents.map((_, node) => `call ${node}`),
    parents: [...parents],
    texts,
    names: calls.map(([op]) => texts.indexOf(op)),
    ops: calls.map(([op]) => texts.indexOf(op)),
    kinds: calls.map(([, kind]) => (kind === null ? -1 : texts.indexOf(kind))),
    models: each(-1),
    startedAt: 0,
    starts: each(0),
    durations: each(10),
    statuses: each(0),
    tokens: each(1),
    costs: parents.map(() => null),
  };
}
