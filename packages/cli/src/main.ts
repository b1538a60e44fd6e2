#!/usr/bin/env node
import { AUDIT_HELP, readVerifyOptions } from './audit/options.ts';
import { runAuditVerify } from './audit/run.ts';
import { ServerError, UsageError } from './errors.ts';
import { GATE_HELP, readGateOptions } from './gate/options.ts';
import { runGate } from './gate/run.ts';

const HELP = `runloom COMMAND

  gate          compare an evaluation with a baseline, and fail only on a regression that is more than noise
  audit verify  verify that the audit log was not tampered with, from an export or a server

runloom COMMAND --help says more.
`;

interface Command {
  readonly help: string;
  /** @returns the exit code. @throws UsageError or ServerError in words for a person */
  run(args: readonly string[], write: (text: string) => void): Promise<number>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  gate: {
    help: GATE_HELP,
    run: (args, write) => runGate(readGateOptions(args, process.env), write),
  },
  audit: {
    help: AUDIT_HELP,
    run: (args, write) => runAuditVerify(readVerifyOptions(args, process.env), write),
  },
};

/** What could not be compared, or asked. */
const COULD_NOT = 2;

process.exitCode = await run(process.argv.slice(2));

async function run([command, ...args]: readonly string[]): Promise<number> {
  if (command === undefined || command === '--help' || command === 'help') {
    process.stdout.write(HELP);
    return command === undefined ? COULD_NOT : 0;
  }
  const found = COMMANDS[command];
  if (found === undefined) {
    process.stderr.write(`There is no command ${JSON.stringify(command)}.\n\n${HELP}`);
    return COULD_NOT;
  }
  if (args.includes('--help')) {
    process.stdout.write(found.help);
    return 0;
  }
  try {
    return await found.run(args, (text) => void process.stdout.write(text));
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof ServerError)) throw error;
    process.stderr.write(`${error.message}\n`);
    if (error instanceof UsageError) process.stderr.write(`runloom ${command} --help says more.\n`);
    return COULD_NOT;
  }
}
