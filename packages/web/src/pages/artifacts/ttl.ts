const UNITS = [
  ['year', 365 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** How long a version lives, in the largest unit that is whole: `30 days`, `90 minutes`, `for ever`. */
export function ttlText(seconds: number | null): string {
  if (seconds === null) return 'for ever';
  for (const [unit, length] of UNITS) {
    if (seconds >= length && seconds % length === 0) {
      const count = seconds / length;
      return `${count} ${unit}${count === 1 ? '' : 's'}`;
    }
  }
  return `${seconds} seconds`;
}
