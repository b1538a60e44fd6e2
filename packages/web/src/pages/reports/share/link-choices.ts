/** How long a secret link is good for. */
export const EXPIRIES = [
  { value: '1', label: 'After a day' },
  { value: '7', label: 'After a week' },
  { value: '30', label: 'After 30 days' },
  { value: '365', label: 'After a year' },
  { value: 'never', label: 'Never' },
] as const;
export type Expiry = (typeof EXPIRIES)[number]['value'];

const DAY_MS = 24 * 60 * 60_000;

/** Milliseconds since 1970; null: until it is revoked. */
export const expiresAt = (expiry: Expiry): number | null =>
  expiry === 'never' ? null : Date.now() + Number(expiry) * DAY_MS;

/** What a link shows of live data. */
export const LINK_DATA = [
  { value: 'live', label: 'Kept up to date' },
  { value: 'recorded', label: 'As they are now' },
] as const;
export type LinkData = (typeof LINK_DATA)[number]['value'];

/** What that means, for a hint. */
export const LINK_DATA_HINTS: Readonly<Record<LinkData, string>> = {
  live: 'Recorded anew with your rights when somebody looks, at most every 5 minutes.',
  recorded: 'They stay so until you record them again.',
};

/** Origins in a text, one a line. */
export function readOrigins(text: string): {
  readonly origins: readonly string[];
  /** The first line that is none. */
  readonly wrong: string | undefined;
} {
  const origins = text
    .split('\n')
    .map((line) => line.trim().replace(/\/+$/, ''))
    .filter((line) => line !== '');
  const wrong = origins.find((line) => !/^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/i.test(line));
  return { origins, wrong };
}

/** The frame that shows a link in a page of another site. */
export const frameOf = (token: string, height: number): string =>
  `<iframe src="${window.location.origin}/embed/${token}" sandbox="allow-scripts allow-same-origin" width="100%" height="${height}" style="border: 0"></iframe>`;
