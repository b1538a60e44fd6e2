import {
  MAX_PANEL_BUCKETS,
  MAX_PANEL_LINES,
  type PanelMetric,
  type ParsedPanelRequest,
} from '@runloom/model';
import { invalid, RunloomError } from '../../../platform/errors.ts';
import type { Stream } from '../types.ts';
import { type Measure, readMeasure } from './measure.ts';
import type { Axis, PanelPlan } from './types.ts';

export interface Problem {
  readonly y: number | null;
  readonly code: string;
  readonly message: string;
}

/** The measures that could be read, by their place in the request, and why others could not. */
export interface Measures {
  readonly read: ReadonlyMap<number, Measure>;
  readonly problems: readonly Problem[];
}

export function readMeasures(metrics: readonly PanelMetric[]): Measures {
  const read = new Map<number, Measure>();
  const problems: Problem[] = [];
  for (const [y, metric] of metrics.entries()) {
    try {
      const measure = readMeasure(metric);
      if (measure.keys.length === 0) {
        throw invalid(
          `The expression ${JSON.stringify(measure.label)} names no metric, so there are no rows to draw. Name one, such as loss or \${train/loss}.`,
        );
      }
      read.set(y, measure);
    } catch (error) {
      if (!(error instanceof RunloomError)) throw error;
      problems.push({ y, code: error.code, message: error.message });
    }
  }
  return { read, problems };
}

/** @throws RunloomError('invalid') when x can't be read */
export function planPanel(panel: ParsedPanelRequest): PanelPlan {
  const { stream, range, buckets, columns, smoothing, rangeOfX } = panel;
  if (range !== null && range.min > range.max) {
    throw invalid(
      `The range ends (${range.max}) before it begins (${range.min}). Give the smaller end as min.`,
    );
  }
  return { stream, axis: readAxis(panel.x, stream), range, buckets, columns, smoothing, rangeOfX };
}

/** @throws RunloomError('invalid') when an expression can't be read */
export function readAxis(x: ParsedPanelRequest['x'], stream: Stream): Axis {
  switch (x) {
    case 'step':
      // A system sample has no step but its time.
      return stream === 'system' ? { kind: 'time', since: 'start' } : { kind: 'step' };
    case 'relative':
      return { kind: 'time', since: 'start' };
    case 'wall':
      return { kind: 'time', since: 'epoch' };
    case 'process':
      return { kind: 'measure', measure: readMeasure({ key: '_runtime' }) };
  }
  const measure = readMeasure(x);
  if (measure.expression?.kind === 'reference' && measure.usesStep) return { kind: 'step' };
  return { kind: 'measure', measure };
}

/** @throws RunloomError('too_large') */
export function checkSize(runCount: number, panel: ParsedPanelRequest): void {
  const lines = runCount * panel.y.length;
  if (lines > MAX_PANEL_LINES) {
    throw new RunloomError(
      'too_large',
      `This panel has ${lines.toLocaleString('en')} lines (${runCount.toLocaleString('en')} runs × ${panel.y.length.toLocaleString('en')} metrics); at most ${MAX_PANEL_LINES.toLocaleString('en')} can be drawn. Show fewer runs or metrics.`,
    );
  }
  if (panel.group === null && lines * panel.buckets > MAX_PANEL_BUCKETS) {
    throw new RunloomError(
      'too_large',
      `This panel has ${lines.toLocaleString('en')} lines of ${panel.buckets.toLocaleString('en')} buckets; at most ${MAX_PANEL_BUCKETS.toLocaleString('en')} buckets in all can be drawn. Ask for fewer buckets, or show fewer runs or metrics.`,
    );
  }
}
