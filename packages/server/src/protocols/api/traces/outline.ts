import { CALL_STATUSES, type TraceOutline } from '@runloom/model';
import type { CallOutline } from '../../../domains/calls/index.ts';
import { opNameOf } from './names.ts';

/** Calls of a trace as lists of fields, each text once. */
export function outlineView(traceId: string, calls: readonly CallOutline[]): TraceOutline {
  const places = new Map(calls.map(({ id }, place) => [id, place]));
  const texts = new Map<string, number>();
  const textAt = (text: string | null): number => {
    if (text === null) return -1;
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, texts.size);
    return texts.size - 1;
  };
  const startedAt = calls.reduce((least, call) => Math.min(least, call.startedAt), Infinity);
  const base = Number.isFinite(startedAt) ? startedAt : 0;
  const inMs = (microseconds: number): number => Math.round(microseconds) / 1_000;
  return {
    traceId,
    ids: calls.map(({ id }) => id),
    parents: calls.map(({ parentId }) => (parentId === null ? -1 : (places.get(parentId) ?? -1))),
    names: calls.map(({ traceName }) => textAt(traceName)),
    ops: calls.map(({ opName }) => textAt(opNameOf(opName))),
    kinds: calls.map(({ kind }) => textAt(kind)),
    models: calls.map(({ model }) => textAt(model)),
    texts: [...texts.keys()],
    startedAt: base / 1_000,
    starts: calls.map((call) => inMs(call.startedAt - base)),
    durations: calls.map(({ startedAt: from, endedAt }) =>
      endedAt === null ? null : inMs(Math.max(0, endedAt - from)),
    ),
    statuses: calls.map(({ status }) => CALL_STATUSES.indexOf(status)),
    tokens: calls.map(({ ownTokens }) => ownTokens),
    costs: calls.map(({ ownCost }) => ownCost),
  };
}
