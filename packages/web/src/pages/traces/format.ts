/** How long a call took: `0.4 ms`, `12 ms`, `1.25 s`, `3m 05s`. */
export function formatLatency(milliseconds: number): string {
  if (!Number.isFinite(milliseconds) || milliseconds < 0) return '–';
  if (milliseconds < 1) return `${Number(milliseconds.toPrecision(2))} ms`;
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1_000;
  if (seconds < 100) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3_600) return `${Math.floor(whole / 60)}m ${String(whole % 60).padStart(2, '0')}s`;
  const minutes = Math.floor((whole % 3_600) / 60);
  return `${Math.floor(whole / 3_600)}h ${String(minutes).padStart(2, '0')}m`;
}

/** US dollars with what counts of small amounts: `$0.000042`, `$0.0137`, `$1.25`. */
export function formatCost(dollars: number): string {
  if (!Number.isFinite(dollars)) return '–';
  if (dollars === 0) return '$0';
  const magnitude = Math.abs(dollars);
  if (magnitude >= 1_000) return `$${Math.round(dollars).toLocaleString('en-US')}`;
  if (magnitude >= 1) return `$${dollars.toFixed(2)}`;
  if (magnitude < 1e-7) return '<$0.0000001';
  const digits = Math.min(9, 1 - Math.floor(Math.log10(magnitude)));
  return `$${dollars.toFixed(Math.max(2, digits))}`;
}
