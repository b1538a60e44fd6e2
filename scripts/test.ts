/**
 * `npm test [suite …]`: sets up what the suites need, runs them, and ends with one line of counts.
 * Suites of one stage run side by side; a later stage waits, because it would disturb or be disturbed.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from './processes.ts';
import { type Missing, type Need, prepare } from './test-setup.ts';

interface Suite {
  readonly name: string;
  readonly needs: readonly Need[];
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const STAGES: readonly (readonly Suite[])[] = [
  [
    { name: 'check', needs: [] },
    { name: 'unit', needs: [] },
  ],
  [
    { name: 'contract', needs: ['postgresql', 's3', 'python'] },
    { name: 'clients', needs: ['python', 'opentelemetry'] },
  ],
  [
    { name: 'faults', needs: ['python'] },
    { name: 'older-clients', needs: ['older-python'] },
  ],
  [{ name: 'browser', needs: ['python', 'chromium', 'web'] }],
];

const RESULTS = join(ROOT, '.cache/test-results');

process.exitCode = await main(process.argv.slice(2));

async function main(asked: readonly string[]): Promise<number> {
  const known = STAGES.flat().map((suite) => suite.name);
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    print(`There is no suite "${unknown}". Suites: ${known.join(', ')}.`);
    return 2;
  }
  const wanted = (suite: Suite): boolean => asked.length === 0 || asked.includes(suite.name);
  const stages = STAGES.map((stage) => stage.filter(wanted)).filter((stage) => stage.length > 0);

  const missing = await prepare(new Set(stages.flat().flatMap((suite) => suite.needs)), print);
  mkdirSync(RESULTS, { recursive: true });
  const results = new Map<string, Counts>();
  for (const stage of stages) {
    await Promise.all(
      stage.map(async (suite) => results.set(suite.name, await runSuite(suite, missing))),
    );
  }
  return summarize(results);
}

async function runSuite(suite: Suite, missing: readonly Missing[]): Promise<Counts> {
  const unmet = missing.filter(({ need }) => suite.needs.includes(need));
  if (unmet.length > 0) {
    // Not a skip: a green line must mean that the real clients and the real browser were there.
    for (const { message } of unmet) print(`[${suite.name}] can't run: ${message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const onLine = (line: string): void => print(`[${suite.name}] ${line}`);
  if (suite.name === 'check') {
    const outcome = await run('node', ['scripts/check.ts'], { onLine });
    return countsOf(outcome.output) ?? { passed: 0, failed: 1, skipped: 0 };
  }
  const file = join(RESULTS, `${suite.name}.json`);
  rmSync(file, { force: true });
  const outcome = await run(
    'vitest',
    [
      'run',
      '--project',
      suite.name,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    { onLine, env: { NO_COLOR: '1' } },
  );
  const counts = readCounts(file);
  // A file that could not be loaded or an error outside of any test leaves no failed test behind.
  if (outcome.code !== 0 && counts.failed === 0) return { ...counts, failed: 1 };
  return counts;
}

function readCounts(file: string): Counts {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      numPendingTests: number;
      numTodoTests: number;
    };
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function countsOf(output: string): Counts | null {
  const found = /(\d+) passed, (\d+) failed, (\d+) skipped$/.exec(output.trimEnd());
  if (found === null) return null;
  return { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3]) };
}

function summarize(results: ReadonlyMap<string, Counts>): number {
  const total = { passed: 0, failed: 0, skipped: 0 };
  print('');
  for (const [name, counts] of results) {
    print(`${name.padEnd(10)} ${line(counts)}`);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  print(line(total));
  return total.failed === 0 ? 0 : 1;
}

function line(counts: Counts): string {
  return `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
