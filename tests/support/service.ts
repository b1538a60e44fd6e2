import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ServiceCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** A foreign server that runs beside a test. */
export interface Service {
  /** Standard output and error so far. */
  readonly output: string;
  readonly exited: boolean;
  /** Asks it to end, by `SIGINT` unless told, and waits until it has. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts it; it ends with this process, should nobody stop it before. */
export function startService({ command, args, ...options }: ServiceCommand): Service {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const append = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', append);
  child.stderr.on('data', append);
  child.on('error', (error) => append(Buffer.from(String(error))));
  const end = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', end);
  const hasExited = (): boolean => hasEnded(child);
  return {
    get output() {
      return output;
    },
    get exited() {
      return hasExited();
    },
    async stop(signal = 'SIGINT') {
      process.removeListener('exit', end);
      if (hasExited()) return;
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}
