import type { PanelData, PanelLine, PanelView } from '../api/panels/answer.ts';

/** The panel for an answer in JSON: NaN is null, infinities are texts. */
export function panelToJson(panel: PanelData): PanelView {
  return {
    ...panel,
    lines: panel.lines.map((line) => ({ ...line, columns: mapColumns(line.columns, toJson) })),
  };
}

/** The panel that `panelToJson` was given. */
export function panelFromJson(panel: PanelView): PanelData {
  return {
    ...panel,
    lines: panel.lines.map(
      (line) => ({ ...line, columns: mapColumns(line.columns, fromJson) }) as PanelLine,
    ),
  };
}

type Value = number | null | 'Infinity' | '-Infinity';

function toJson(values: Float64Array): Value[] {
  return Array.from(values, (value): Value => {
    if (Number.isFinite(value)) return value;
    if (Number.isNaN(value)) return null;
    return value > 0 ? 'Infinity' : '-Infinity';
  });
}

const fromJson = (values: readonly Value[]): Float64Array =>
  Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)));

function mapColumns<From, To>(
  columns: Readonly<Record<string, From>>,
  map: (column: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, map(column)]));
}
