/** `npm run check`: types, lint and format, boundaries, unused code. Every check runs, each is reported. */
import { availableParallelism } from 'node:os';
import { type Outcome, run } from './processes.ts';

interface Check {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** How to mend what it finds. */
  readonly hint?: string;
}

const CHECKS: readonly Check[] = [
  { name: 'types', command: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'types of the web app', command: 'tsc', args: ['-p', 'packages/web'] },
  {
    name: 'lint and format',
    command: 'biome',
    args: ['check', '--error-on-warnings', '.'],
    hint: 'npm run format mends what it can',
  },
  {
    name: 'boundaries',
    command: 'depcruise',
    args: ['--config', '.dependency-cruiser.cjs', 'packages'],
  },
  { name: 'unused code', command: 'knip', args: ['--no-progress'] },
];

const failures = await runAll(CHECKS);
for (const { check, outcome } of failures) {
  process.stdout.write(`\n── ${check.name}\n${outcome.output}\n`);
  if (check.hint) process.stdout.write(`(${check.hint})\n`);
}
process.stdout.write(
  `${CHECKS.length - failures.length} passed, ${failures.length} failed, 0 skipped\n`,
);
process.exitCode = failures.length === 0 ? 0 : 1;

/** Runs the checks, as many at once as there are processors. Returns those that failed. */
async function runAll(
  checks: readonly Check[],
): Promise<readonly { check: Check; outcome: Outcome }[]> {
  const waiting = [...checks];
  const failed: { check: Check; outcome: Outcome }[] = [];
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const outcome = await run(check.command, check.args);
      const mark = outcome.code === 0 ? '✓' : '✗';
      process.stdout.write(`${mark} ${check.name} (${outcome.seconds.toFixed(1)} s)\n`);
      if (outcome.code !== 0) failed.push({ check, outcome });
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
  return failed;
}
