import { element, setText } from './elements.ts';
import { formatPercent, formatValue } from './format.ts';
import type { HoverPoint } from './hover.ts';
import styles from './tooltip.module.css';

/** Columns beside name and value, those that any of the lines has. */
interface Extras {
  readonly hasPercent: boolean;
  readonly hasOriginal: boolean;
  readonly bandName: string | null;
  readonly hasRuns: boolean;
}

interface Row {
  readonly element: HTMLElement;
  readonly swatch: HTMLElement;
  readonly label: HTMLElement;
  readonly value: HTMLElement;
  readonly percent: HTMLElement | null;
  readonly original: HTMLElement | null;
  readonly band: HTMLElement | null;
  readonly runs: HTMLElement | null;
}

/** The rows of the tooltip, one a line. They are made once and told other numbers. */
export function createTooltipTable(table: HTMLElement) {
  const body = element('tbody');
  let rows: Row[] = [];
  let shape = '';
  table.append(body);

  /** Begins anew when other columns are to be shown. */
  function reshape(extras: Extras): void {
    const next = JSON.stringify(extras);
    if (next === shape) return;
    shape = next;
    rows = [];
    const head = headOf(extras);
    table.replaceChildren(...(head === null ? [] : [head]), body);
    body.replaceChildren();
  }

  return {
    element: table,
    show(points: readonly HoverPoint[], hovered: string | null, hasFullNames: boolean): void {
      const extras: Extras = {
        hasPercent: points.some(({ percent, told }) => percent !== null && told === null),
        hasOriginal: points.some(({ original, told }) => original !== null && told === null),
        bandName: points.find(({ band }) => band !== null)?.band?.name ?? null,
        hasRuns: points.some(({ runs }) => runs !== null),
      };
      reshape(extras);
      for (const [index, point] of points.entries()) {
        const row = rows[index] ?? createRow(extras);
        rows[index] = row;
        if (row.element.parentNode === null) body.append(row.element);
        fill(row, point);
        row.element.className = point.lineId === hovered ? (styles.hovered ?? '') : '';
        row.label.className = (hasFullNames ? styles.fullLabel : styles.label) ?? '';
      }
      for (const row of rows.slice(points.length)) row.element.remove();
    },
  };
}

function headOf({ hasPercent, hasOriginal, bandName, hasRuns }: Extras): HTMLElement | null {
  if (!hasPercent && !hasOriginal && bandName === null && !hasRuns) return null;
  const titles = [
    '',
    ...(hasPercent ? ['share'] : []),
    ...(hasOriginal ? ['unsmoothed'] : []),
    ...(bandName === null ? [] : [bandName]),
    ...(hasRuns ? ['runs'] : []),
  ];
  const row = element('tr');
  row.append(element('td'));
  for (const title of titles) {
    const cell = element('td', styles.column);
    setText(cell, title);
    row.append(cell);
  }
  const head = element('thead');
  head.append(row);
  return head;
}

function createRow({ hasPercent, hasOriginal, bandName, hasRuns }: Extras): Row {
  const swatch = element('span', styles.swatch);
  const label = element('bdi', styles.label);
  const name = element('td', styles.name);
  name.append(swatch, label);
  const value = element('td', styles.value);
  const percent = hasPercent ? element('td', styles.extra) : null;
  const original = hasOriginal ? element('td', styles.extra) : null;
  const band = bandName === null ? null : element('td', styles.extra);
  const runs = hasRuns ? element('td', styles.extra) : null;
  const row = element('tr');
  row.append(name, value, ...[percent, original, band, runs].filter((cell) => cell !== null));
  return { element: row, swatch, label, value, percent, original, band, runs };
}

function fill(row: Row, point: HoverPoint): void {
  const { swatch, label, value, percent, original, band, runs } = row;
  if (swatch.dataset['colour'] !== point.colour) {
    swatch.dataset['colour'] = point.colour;
    swatch.style.background = point.colour;
  }
  setText(label, point.label);
  setText(value, point.told ?? formatValue(point.y));
  if (percent !== null) setText(percent, point.told === null ? percentText(point.percent) : '');
  if (original !== null) {
    const isTold = point.original === null || point.told !== null;
    setText(original, isTold ? '' : formatValue(point.original ?? Number.NaN));
  }
  if (band !== null) setText(band, bandText(point));
  if (runs !== null) setText(runs, point.runs === null ? '' : String(point.runs));
}

/** “12.5 %”. */
function percentText(percent: number | null): string {
  return percent === null || Number.isNaN(percent) ? '' : `${formatPercent(percent)} %`;
}

/** The values a bucket or an interval spans, where they differ from the one drawn. */
function bandText({ band, y }: HoverPoint): string {
  if (band === null || !Number.isFinite(band.low)) return '';
  if (band.low === band.high && band.low === y) return '';
  return `${formatValue(band.low)} … ${formatValue(band.high)}`;
}
