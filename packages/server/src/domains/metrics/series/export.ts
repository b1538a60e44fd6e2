import type { ParsedPanelRequest } from '@runloom/model';
import { RunloomError } from '../../../platform/errors.ts';
import type { ColumnStore } from '../../../stores/columns/types.ts';
import type { ExportedPoints, PanelRuns } from '../types.ts';
import { wholeLines } from './lines.ts';
import { planPanel, readMeasures } from './plan.ts';
import { cut } from './run-line.ts';

/**
 * Every point of the panel's lines in view, run after run, so that no more than a few runs are held at
 * once. Smoothing has no part in it.
 * @throws RunloomError('invalid') before the first point, when the panel can't be read
 */
export async function* exportPoints(
  columns: ColumnStore,
  { runs, nameOf }: PanelRuns,
  panel: ParsedPanelRequest,
): AsyncGenerator<ExportedPoints> {
  const { read, problems } = readMeasures(panel.y);
  const [problem] = problems;
  if (problem !== undefined) throw new RunloomError('invalid', problem.message);
  const plan = { ...planPanel(panel), smoothing: { kind: 'none' as const } };
  for (const measure of read.values()) {
    for await (const line of wholeLines(columns, runs, measure, plan, plan.range)) {
      const { x, value, step } = cut(line.points, plan.range);
      yield { run: nameOf(line.rows.run), metric: measure.label, x, value, step };
    }
  }
}
