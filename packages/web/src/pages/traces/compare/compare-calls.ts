import type { CallView } from '@runloom/model';
import { formatValue } from '../../../charts/format.ts';
import type { ComparedPart } from '../../../components/comparison/compared-rows.ts';
import type { NumberDifference } from '../../../components/comparison/compared-table.tsx';
import { numberDifference } from '../../../components/comparison/number-difference.ts';
import { formatCount, formatDateTime } from '../../../components/format.ts';
import { valueText } from '../../../components/value-tree/api-json.ts';
import { shownFeedback } from '../call/feedback.ts';
import { formatCost, formatLatency } from '../format.ts';

/** More would be too narrow to read. */
export const MOST_COMPARED_CALLS = 6;

/** Of the head of a call, less is better. */
const LESS_IS_BETTER: ReadonlySet<string> = new Set(['call.latency', 'call.tokens', 'call.cost']);

/** Numbers of a call's head, as pages show them. */
const FORMATS: Readonly<Record<string, ((value: number) => string) | undefined>> = {
  'call.latency': formatLatency,
  'call.tokens': formatCount,
  'call.cost': formatCost,
  'call.started': formatDateTime,
};

/** What of calls is compared: what they took, what went in and came out, what was said of them. */
export function callParts(calls: readonly CallView[]): readonly ComparedPart[] {
  const opened = { keepsOrder: true, opensLists: true };
  return [
    { id: 'call', title: 'Call', values: calls.map(headOf), keepsOrder: true },
    { ...opened, id: 'inputs', title: 'Inputs', values: calls.map(({ inputs }) => inputs) },
    { ...opened, id: 'output', title: 'Output', values: calls.map(({ output }) => output) },
    { ...opened, id: 'scores', title: 'Scores', values: calls.map(scoresOf) },
    { ...opened, id: 'summary', title: 'Summary', values: calls.map(({ summary }) => summary) },
    {
      ...opened,
      id: 'attributes',
      title: 'Attributes',
      values: calls.map(({ attributes }) => attributes),
    },
  ];
}

function headOf(call: CallView): object {
  const { status, op, kind, startedAt, latencyMs, tokens, cost, user, thread, error, run } = call;
  const members = {
    status,
    op,
    kind,
    started: startedAt,
    latency: latencyMs,
    tokens,
    cost,
    models: call.models.map(({ model }) => model).join(', ') || null,
    error,
    user,
    thread,
    run: run?.name ?? null,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

/** What scorers and annotations say, the newest of each name. */
function scoresOf({ feedback }: CallView): object {
  const scores = new Map<string, unknown>();
  for (const one of feedback.toSorted((a, b) => a.createdAt - b.createdAt)) {
    const shown = shownFeedback(one);
    if (shown.kind === 'other') scores.set(shown.name, shown.value);
  }
  return Object.fromEntries(scores);
}

/** A value as a cell shows it. */
export function shownCallValue(value: unknown, field: string): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return valueText(value);
  return (FORMATS[field] ?? formatValue)(value);
}

/** By how much a number differs from the baseline's: as a number, a share, and how many times it is. */
export function callDifference(
  value: unknown,
  baseline: unknown,
  field: string,
): NumberDifference | null {
  // Of a time of day nothing is told that counts.
  if (field === 'call.started') return null;
  const found = numberDifference(value, baseline, FORMATS[field] ?? formatValue);
  if (found === null) return null;
  const { absolute, percent, times, isMore } = found;
  const text = [absolute, percent, times].filter((part) => part !== null).join(' · ');
  if (!LESS_IS_BETTER.has(field)) return { text, tone: 'other' };
  return { text, tone: isMore ? 'worse' : 'better' };
}

/** All that went in and came out, as JSON, to be compared line by line. */
export const callText = ({ inputs, output }: CallView): string =>
  valueText({ inputs: inputs ?? null, output: output ?? null }, 2);
