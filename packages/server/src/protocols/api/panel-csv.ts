import type { PanelData, ParsedPanelRequest } from '@runloom/model';
import type { ExportedPoints } from '../../domains/metrics/index.ts';

/** Lines of a table that are written at a time. */
const LINES_AT_ONCE = 5000;

/**
 * Points as a table: `run,metric,step,x,value`. A number is written with the fewest digits that read
 * back as the same double; NaN, Infinity and -Infinity by these names.
 */
export async function* pointsToCsv(points: AsyncIterable<ExportedPoints>): AsyncGenerator<string> {
  yield 'run,metric,step,x,value\r\n';
  for await (const { run, metric, x, value, step } of points) {
    const head = `${textCell(run)},${textCell(metric)}`;
    for (let from = 0; from < x.length; from += LINES_AT_ONCE) {
      let text = '';
      for (let at = from; at < Math.min(from + LINES_AT_ONCE, x.length); at += 1) {
        text += `${head},${number(step[at])},${number(x[at])},${number(value[at])}\r\n`;
      }
      yield text;
    }
  }
}

/** Groups as a table: `group,metric,x,runs` and the columns asked for. */
export function* groupsToCsv(data: PanelData, panel: ParsedPanelRequest): Generator<string> {
  const names = ['x', 'runs', ...(panel.group?.columns ?? [])];
  yield `group,metric,${names.join(',')}\r\n`;
  for (const line of data.lines) {
    if (line.kind !== 'group') continue;
    const metric = panel.y[line.y];
    const label = metric === undefined ? '' : 'key' in metric ? metric.key : metric.expression;
    const head = `${textCell(data.groups[line.group]?.label ?? '')},${textCell(label)}`;
    let text = '';
    for (let at = 0; at < (line.columns['x']?.length ?? 0); at += 1) {
      text += `${head},${names.map((name) => number(line.columns[name]?.[at])).join(',')}\r\n`;
    }
    yield text;
  }
}

const number = (value: number | undefined): string =>
  Object.is(value, -0) ? '-0' : String(value ?? Number.NaN);

/** A text that a spreadsheet would take for a formula is led by an apostrophe, as such programs themselves write it. */
export function textCell(text: string): string {
  const guarded = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
