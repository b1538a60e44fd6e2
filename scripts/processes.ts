import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { createInterface } from 'node:readline';

/** The repository's root. */
export const ROOT = new URL('..', import.meta.url).pathname.replace(/\/$/, '');

/** This process's environment with the workspace's own commands (and its Node) first on the path. */
const ENVIRONMENT: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${ROOT}/node_modules/.bin${delimiter}${process.env['PATH'] ?? ''}`,
};

export interface Outcome {
  readonly code: number;
  /** Standard output and error, in the order they came. */
  readonly output: string;
  readonly seconds: number;
}

interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Called with each line as it comes. */
  readonly onLine?: (line: string) => void;
}

/** Runs a command to its end. Never rejects: a command that can't be started has code 127. */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const startedAt = performance.now();
  const child = spawn(command, args, {
    cwd: options.cwd ?? ROOT,
    env: { ...ENVIRONMENT, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stopForwarding = forwardSignals(child);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      options.onLine?.(line);
    });
  }
  return new Promise((resolve) => {
    const end = (code: number): void => {
      stopForwarding();
      const seconds = (performance.now() - startedAt) / 1000;
      resolve({ code, output: lines.join('\n'), seconds });
    };
    child.once('error', (error) => {
      lines.push(error.message);
      end(127);
    });
    child.once('close', (code) => end(code ?? 1));
  });
}

/** Runs a command with this process's own terminal. Resolves with its exit code. */
export function runAttached(
  command: string,
  args: readonly string[],
): { readonly child: ChildProcess; readonly ended: Promise<number> } {
  const child = spawn(command, args, { cwd: ROOT, env: ENVIRONMENT, stdio: 'inherit' });
  const stopForwarding = forwardSignals(child);
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      stopForwarding();
      resolve(127);
    });
    child.once('close', (code) => {
      stopForwarding();
      resolve(code ?? 1);
    });
  });
  return { child, ended };
}

/** Passes the signals that end this process on to the child, which then decides how to end. */
function forwardSignals(child: ChildProcess): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const listeners = signals.map((signal) => {
    const listener = (): void => {
      child.kill(signal);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => {
    for (const remove of listeners) remove();
  };
}
