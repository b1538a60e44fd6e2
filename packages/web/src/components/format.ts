import { once } from './once.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long something took: `0.4s`, `12s`, `4m 05s`, `3h 12m`, `2d 4h`. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds) || milliseconds < 0) return '–';
  if (milliseconds < 1000) return `${(milliseconds / 1000).toFixed(1)}s`;
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${String(seconds % 60).padStart(2, '0')}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h ${String(minutes % 60).padStart(2, '0')}m`;
  return `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

/** How long ago, in words: `just now`, `5 min ago`, `3 h ago`, `2 d ago`, then the date. */
export function formatAgo(atMs: number, nowMs: number, locale?: string): string {
  const elapsed = nowMs - atMs;
  // Clocks differ: what seems to lie ahead by a little has just happened.
  if (elapsed < 45_000) return elapsed > -HOUR_MS ? 'just now' : formatDate(atMs, locale);
  if (elapsed < HOUR_MS) return `${Math.max(1, Math.round(elapsed / MINUTE_MS))} min ago`;
  if (elapsed < DAY_MS) return `${Math.floor(elapsed / HOUR_MS)} h ago`;
  if (elapsed < 14 * DAY_MS) return `${Math.floor(elapsed / DAY_MS)} d ago`;
  return formatDate(atMs, locale);
}

/** A day: `24 Nov 2026`. */
function formatDate(atMs: number, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(atMs);
}

/** Day and time to the second, with the zone. */
export function formatDateTime(atMs: number, locale?: string): string {
  return (locale === undefined ? ownDateTimeFormat() : dateTimeFormat(locale)).format(atMs);
}

const dateTimeFormat = (locale?: string) =>
  new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });

/** Making one takes longer than all else about a row of a list, and a while at the start of a page. */
const ownDateTimeFormat = once(() => dateTimeFormat());

/** `0 B`, `812 B`, `1.2 kB`, `34 MB`: powers of 1000. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = -1;
  // Rounded as it is shown, so that 999,999 bytes are 1.0 MB and not 1000 kB.
  while (unit < units.length - 1 && (unit < 0 || Math.round(value) >= 1000)) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`;
}

/** `1,234,567`. */
export function formatCount(count: number, locale?: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(count);
}

/** A share in whole percent: `67 %`. */
export const formatPercent = (share: number): string => `${Math.round(100 * share)} %`;

/** `1 run`, `12 runs`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
