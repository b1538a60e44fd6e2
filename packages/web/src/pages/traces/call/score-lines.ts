import type { FeedbackView } from '@runloom/model';
import { entriesOf, kindOf, valueText } from '../../../components/value-tree/api-json.ts';

/** Whether a scorer or a guardrail said it, and not a person. */
export const isScore = ({ type }: Pick<FeedbackView, 'type'>): boolean =>
  type.startsWith('wandb.runnable.');

/** One value of a score. */
export interface ScoreLine {
  /** Where it stands in the score, joined by dots; empty for the whole. */
  readonly path: string;
  readonly text: string;
  /** What passes or fails; null for what is neither. */
  readonly mark: 'passed' | 'failed' | null;
}

const MOST_LINES = 40;
const LONGEST = 500;

/** The values of a score, nested ones by their path: `passed`, `details.reason`. */
export function scoreLines(value: unknown): readonly ScoreLine[] {
  const lines: ScoreLine[] = [];
  const waiting: { readonly path: string; readonly value: unknown }[] = [{ path: '', value }];
  for (let next = waiting.pop(); next !== undefined && lines.length < MOST_LINES; ) {
    const { path } = next;
    const members = kindOf(next.value) === 'object' ? entriesOf(next.value) : [];
    if (members.length > 0) {
      const inner = members.map(([key, member]) => ({
        path: path === '' ? key : `${path}.${key}`,
        value: member,
      }));
      waiting.push(...inner.toReversed());
    } else lines.push(lineOf(path, next.value));
    next = waiting.pop();
  }
  return lines;
}

function lineOf(path: string, value: unknown): ScoreLine {
  const text = typeof value === 'string' ? value : valueText(value ?? null);
  const mark = value === true ? 'passed' : value === false ? 'failed' : null;
  return { path, text: text.slice(0, LONGEST), mark };
}
