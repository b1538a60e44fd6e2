import { useEffect, useState } from 'react';
import { formatAgo, formatDateTime } from './format.ts';

const TICK_MS = 30_000;

/** How long ago something was, kept true while it is on screen; the exact time is its title. */
export function TimeAgo({ at }: { readonly at: number }) {
  const now = useNow(TICK_MS);
  return (
    <time dateTime={new Date(at).toISOString()} title={formatDateTime(at)}>
      {formatAgo(at, now)}
    </time>
  );
}

/** The time, read again every `intervalMs`; null stops it. */
export function useNow(intervalMs: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (intervalMs === null) return undefined;
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}
