#!/usr/bin/env node
import { ServerError, UsageError } from './errors.ts';
import { GATE_HELP, readGateOptions } from './gate/options.ts';
import { runGate } from './gate/run.ts';

const HELP = `runloom COMMAND

  gate   compare an evaluation with a baseline, and fail only on a regression that is more than noise

runloom COMMAND --help says more.
`;

/** What could not be compared, or asked. */
const COULD_NOT = 2;

process.exitCode = await run(process.argv.slice(2));

async function run([command, ...args]: readonly string[]): Promise<number> {
  if (command === undefined || command === '--help' || command === 'help') {
    process.stdout.write(HELP);
    return command === undefined ? COULD_NOT : 0;
  }
  if (command !== 'gate') {
    process.stderr.write(`There is no command ${JSON.stringify(command)}.\n\n${HELP}`);
    return COULD_NOT;
  }
  if (args.includes('--help')) {
    process.stdout.write(GATE_HELP);
    return 0;
  }
  try {
    const options = readGateOptions(args, process.env);
    return await runGate(options, (text) => void process.stdout.write(text));
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof ServerError)) throw error;
    process.stderr.write(`${error.message}\n`);
    if (error instanceof UsageError) process.stderr.write('runloom gate --help says more.\n');
    return COULD_NOT;
  }
}
