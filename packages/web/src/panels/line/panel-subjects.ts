import {
  ExpressionError,
  findMetrics,
  type LineSettings,
  type PanelMetric,
  PatternError,
  parseExpression,
} from '@runloom/model';
import { axisOf, metricAxis } from '../../charts/index.ts';
import type { ShownRun } from '../board/board-context.ts';
import { type PanelAxis, panelAxisOf } from '../board/panel-axis.ts';
import { isOwnPanel } from '../board/reducers/panels.ts';
import type { MetricRef, PanelSpec } from '../panel-type.ts';

/** What a panel draws against what, and what is wrong with what it was told to draw. */
export interface PanelSubjects {
  readonly y: readonly PanelMetric[];
  /** Metrics that a pattern finds beyond those that are drawn. */
  readonly moreCount: number;
  /** What the groups of a pattern found, each a chart of its own; empty without a pattern. */
  readonly captures: readonly string[];
  readonly problems: readonly string[];
}

/** Metrics that one panel draws at most. */
const MOST_METRICS = 100;

/** @param capture which of the pattern's captures is drawn */
export function subjectsOf(
  { metrics, expressions }: Pick<LineSettings, 'metrics' | 'expressions'>,
  own: MetricRef | null,
  keys: readonly string[],
  capture: number,
): PanelSubjects {
  const problems: string[] = [];
  let captures: string[] = [];
  let found: readonly string[] = own === null ? [] : [own.key];
  if (metrics?.kind === 'keys') found = metrics.keys;
  if (metrics?.kind === 'pattern') {
    try {
      const matches = findMetrics(
        metrics.pattern,
        keys.filter((key) => !key.startsWith('_')),
      );
      captures = matches
        .filter((match) => match.captures.length > 0)
        .map((match) => match.captures.join(' · '));
      found = matches[captures.length > 0 ? Math.min(capture, captures.length - 1) : 0]?.keys ?? [];
      if (found.length === 0 && metrics.pattern !== '') {
        problems.push(`No metric matches ${metrics.pattern}`);
      }
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      found = [];
      problems.push(`Pattern, sign ${error.at + 1}: ${error.message}`);
    }
  }
  const read = expressions.filter((text) => {
    if (text.trim() === '') return false;
    const problem = expressionProblem(text);
    if (problem === null) return true;
    problems.push(`${text}, sign ${problem.at + 1}: ${problem.message}`);
    return false;
  });
  const shown = found.slice(0, MOST_METRICS);
  return {
    y: [...shown.map((key) => ({ key })), ...read.map((expression) => ({ expression }))],
    moreCount: found.length - shown.length,
    captures,
    problems,
  };
}

/** Panels that came by themselves for one metric each of those that this one draws together. */
export function coveredPanels(
  panel: PanelSpec,
  y: readonly PanelMetric[],
  sections: readonly { readonly panels: readonly PanelSpec[] }[],
): readonly string[] {
  const drawn = new Set(y.flatMap((metric) => ('key' in metric ? metric.key : [])));
  if (drawn.size < 2) return [];
  return sections.flatMap(({ panels }) =>
    panels.flatMap(({ id, metric, settings }) => {
      const isAlone = metric?.stream === 'history' && settings['metrics'] === undefined;
      return isAlone && id !== panel.id && !isOwnPanel(id) && drawn.has(metric.key) ? [id] : [];
    }),
  );
}

/** Why an expression can't be read, and where; null when it can. */
export function expressionProblem(text: string): { message: string; at: number } | null {
  try {
    parseExpression(text);
    return null;
  } catch (error) {
    if (error instanceof ExpressionError) return { message: error.message, at: error.at };
    throw error;
  }
}

/** The x axis of a panel; of several metrics, as the first has it. */
export function lineAxisOf(
  x: LineSettings['x'],
  metric: MetricRef,
  runs: readonly ShownRun[],
): PanelAxis {
  if (x === 'auto') return panelAxisOf({ axis: 'step' }, metric, runs);
  const axis = axisOf(x);
  // The machine is measured by time and knows no steps, and no metric is its own axis.
  if (metric.stream === 'system') {
    return { axis: axis === 'wall' ? 'wall' : 'relative', disputed: [] };
  }
  return { axis: axis === metricAxis(metric.key) ? 'step' : axis, disputed: [] };
}

/** The metric or expression in words. */
export function metricText(metric: PanelMetric): string {
  return 'key' in metric ? metric.key : metric.expression;
}
