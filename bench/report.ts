import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';

const RESULTS = new URL('results/', import.meta.url).pathname;

export interface Result {
  readonly name: string;
  /** What was done, so that the numbers can be read without the code. */
  readonly what: string;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
}

/** Prints the table and writes `bench/results/<name>.json` with the facts of the machine. */
export function report(result: Result): void {
  process.stdout.write(`\n${result.name}: ${result.what}\n`);
  process.stdout.write(`${formatTable(result.rows)}\n`);
  const machine = machineFacts();
  process.stdout.write(
    `On ${Object.entries(machine)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}.\n`,
  );
  mkdirSync(RESULTS, { recursive: true });
  const content = { ...result, measuredAt: new Date().toISOString(), machine };
  writeFileSync(join(RESULTS, `${result.name}.json`), `${JSON.stringify(content, null, 2)}\n`);
}

/** The value below which the given share of the samples lies (nearest rank). @throws RangeError without samples */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('A quantile needs samples.');
  return value;
}

/** Rounded to so many digits behind the point. */
export function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}

function machineFacts(): Readonly<Record<string, string | number>> {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    processors: processors.length,
    memoryGiB: round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    /** Of the last minute: what others did on the machine is in the figures too. */
    loadAverage: round(loadavg()[0] ?? Number.NaN),
    node: process.version,
    commit: currentCommit(),
  };
}

function currentCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

function formatTable(rows: Result['rows']): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: string | number | undefined): string =>
    typeof value === 'number' ? value.toLocaleString('en') : (value ?? '');
  const widths = names.map((name) =>
    Math.max(name.length, ...rows.map((row) => cell(row[name]).length)),
  );
  const line = (cells: readonly string[]): string =>
    cells.map((text, index) => text.padStart(widths[index] ?? 0)).join('  ');
  return [line(names), ...rows.map((row) => line(names.map((name) => cell(row[name]))))].join('\n');
}
