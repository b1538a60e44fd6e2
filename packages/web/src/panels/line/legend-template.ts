import {
  type ChartAxis,
  formatPercent,
  formatValue,
  formatX,
  type LinePlace,
} from '../../charts/index.ts';

/** What a legend can say of a line's run or group. */
export interface LegendSubject {
  readonly name: string;
  readonly displayName: string;
  readonly metric: string;
  /** Of a group; empty otherwise. */
  readonly group: string;
  /** Attributes, config and summary of the run, by their path; null where they are not known. */
  readonly valueOf: (source: 'run' | 'config' | 'summary', path: string) => unknown;
}

const CROSSHAIR = /\[\[(.*?)\]\]/gs;
const VARIABLE = /\$\{([^{}]*)\}/g;

/** A variable as it stands in a template: `${name}`. */
export function variable(name: string): string {
  return `\${${name}}`;
}

/** The text of a line: what stands in `[[ … ]]` is said at the crosshair alone. */
export function renderLegend(template: string, subject: LegendSubject): string {
  return fill(template.replace(CROSSHAIR, ''), (name) => subjectValue(name, subject)).trim();
}

/** The part of the template that the tooltip says of each place; null when there is none. */
export function crosshairTemplate(template: string): string | null {
  const parts = [...template.matchAll(CROSSHAIR)].map(([, inner = '']) => inner.trim());
  return parts.length === 0 ? null : parts.join(' ');
}

/** What the tooltip says of a place: `${x}`, `${y}`, `${original}`, `${mean}`, `${stddev}`, `${stderr}`, `${count}`, `${percent}`, … */
export function renderCrosshair(template: string, axis: ChartAxis, place: LinePlace): string {
  return fill(template, (name) => {
    if (name === 'x') return formatX(axis, place.x);
    if (name === 'y') return formatValue(place.y);
    if (name === 'original') return formatValue(place.original ?? place.y);
    if (name === 'percent') return formatPercent(place.percentOf());
    const value = place.statistics[name];
    return value === undefined ? '–' : formatValue(value);
  });
}

function subjectValue(name: string, subject: LegendSubject): string {
  if (name === 'metric' || name === 'metricName') return subject.metric;
  if (name === 'group') return subject.group || subject.displayName;
  const [source, ...rest] = name.split(':');
  const path = rest.join(':');
  if (source === 'run' && path === 'displayName') return subject.displayName;
  if (source === 'run' && (path === 'name' || path === 'id')) return subject.name;
  if (source === 'run' || source === 'config' || source === 'summary') {
    return textOf(subject.valueOf(source, path));
  }
  // What is no variable stays to be seen, so that a slip of the pen is.
  return `\${${name}}`;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return formatValue(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function fill(template: string, read: (name: string) => string): string {
  return template.replace(VARIABLE, (_, name: string) => read(name.trim()));
}
