import { SchemaError } from './errors.ts';

const TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|z|[+-]\d{2}:?\d{2})?$/;

/**
 * Microseconds since 1970 of a time as clients write it (ISO 8601, to the nanosecond; without a zone it
 * is UTC), or of unix seconds. Null for anything else.
 */
export function parseTime(value: unknown): number | null {
  if (typeof value === 'number') {
    const micros = Math.round(value * 1e6);
    return Number.isSafeInteger(micros) ? micros : null;
  }
  if (typeof value !== 'string') return null;
  const [, day, minute = '00:00', second = '00', fraction = '', zone = 'Z'] =
    TIME.exec(value) ?? [];
  if (day === undefined) return null;
  const milliseconds = Date.parse(`${day}T${minute}:${second}${zoneOf(zone)}`);
  if (Number.isNaN(milliseconds)) return null;
  return milliseconds * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

/** @throws SchemaError that names the field */
export function readTime(value: unknown, field: string): number {
  const time = parseTime(value);
  if (time !== null) return time;
  throw new SchemaError(
    `${field} is a time like 2026-01-31T12:00:00.000000Z, not ${shorten(value)}.`,
    field,
  );
}

/** As Weave's clients read it: UTC, with microseconds. */
export function timeText(micros: number): string {
  const milliseconds = Math.floor(micros / 1000);
  const rest = Math.round(micros - milliseconds * 1000);
  const text = new Date(milliseconds).toISOString();
  return `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}

/** The same of milliseconds. */
export const millisecondsText = (milliseconds: number): string =>
  timeText(Math.round(milliseconds) * 1000);

function zoneOf(zone: string): string {
  if (zone.toUpperCase() === 'Z') return 'Z';
  return zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
