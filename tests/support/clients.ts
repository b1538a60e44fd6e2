import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExactJson, parseExactJson } from '@runloom/model';
import { waitFor } from './waiting.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
/** The environment with the real clients; another one holds an older client. */
export const VENV = join(ROOT, process.env['TEST_CLIENTS'] ?? '.cache/venv');
const SCRIPTS = join(ROOT, 'tests/clients/scripts');

export interface ClientOutcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output and error, in the order they came. */
  readonly output: string;
}

export interface RunningClient {
  readonly child: ChildProcess;
  readonly ended: Promise<ClientOutcome>;
  output(): string;
  /** Resolves once the output matches. @throws Error when it does not in time */
  waitForOutput(pattern: RegExp, timeoutMs?: number): Promise<RegExpMatchArray>;
}

export interface StartOptions {
  readonly args?: readonly string[];
  /** Further settings; an undefined one is taken away. */
  readonly env?: Environment;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A machine of somebody who uses the `wandb` package: a home of its own, pointed at one server. */
export interface ClientMachine {
  /** The home, and the working directory of everything that is run. */
  readonly directory: string;
  /** Starts a script of `tests/clients/scripts`. */
  start(script: string, options?: StartOptions): RunningClient;
  /** Runs a script to its end. */
  run(script: string, options?: StartOptions): Promise<ClientOutcome>;
  /** Runs a script of JavaScript to its end. */
  runNode(script: string, options?: StartOptions): Promise<ClientOutcome>;
  /** Runs the `wandb` command to its end. */
  wandb(args: readonly string[], env?: Environment): Promise<ClientOutcome>;
  /** What `wandb.Api()` says of a run. @throws Error with the output when it fails */
  read(
    path: string,
    options?: { samples?: number; keys?: readonly string[] },
  ): Promise<RunByClient>;
  dispose(): Promise<void>;
}

/** A run as `wandb.Api()` shows it (`tests/clients/scripts/read_run.py`). */
export interface RunByClient {
  readonly name: string;
  readonly state: string;
  readonly tags: readonly ExactJson[];
  readonly notes: string | null;
  readonly group: string | null;
  readonly jobType: string | null;
  readonly config: ReadonlyMap<string, ExactJson>;
  readonly summary: ReadonlyMap<string, ExactJson>;
  /** `run.history(samples=…, pandas=False)` */
  readonly history: readonly ReadonlyMap<string, ExactJson>[];
  /** `run.scan_history()` */
  readonly scan: readonly ReadonlyMap<string, ExactJson>[];
  /** `run.scan_history(keys=…)`, empty when no keys were asked for. */
  readonly scanOfKeys: readonly ReadonlyMap<string, ExactJson>[];
  /** Size in bytes of each file. */
  readonly files: ReadonlyMap<string, ExactJson>;
  readonly lastStep: number;
}

/** @param server address and key that the client is told, as a person would export them */
export async function createClientMachine(server: {
  readonly url: string;
  readonly adminKey: string;
}): Promise<ClientMachine> {
  const directory = await mkdtemp(join(tmpdir(), 'runloom-client-'));
  const running = new Set<ChildProcess>();
  const environment = await clientEnvironment(directory, server.url, server.adminKey);

  const start = (
    command: string,
    args: readonly string[],
    env: Environment = {},
  ): RunningClient => {
    const child = spawn(command, args, {
      cwd: directory,
      env: { ...environment, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    const append = (text: Buffer): void => {
      output += text.toString();
    };
    child.stdout.on('data', append);
    child.stderr.on('data', append);
    const ended = new Promise<ClientOutcome>((resolve, reject) => {
      child.once('error', reject);
      // 'exit', not 'close': a client killed half-way leaves its helper behind with the pipes open.
      child.once('exit', (code, signal) => {
        running.delete(child);
        setImmediate(() => resolve({ code, signal, output }));
      });
    });
    return {
      child,
      ended,
      output: () => output,
      waitForOutput: (pattern, timeoutMs = 60_000) =>
        waitFor(() => output.match(pattern), {
          until: `the client prints ${pattern}; so far:\n${output}`,
          timeoutMs,
        }),
    };
  };
  const startScript = (script: string, options: StartOptions = {}): RunningClient =>
    start(
      join(VENV, 'bin/python'),
      ['-u', join(SCRIPTS, script), ...(options.args ?? [])],
      options.env,
    );

  return {
    directory,
    start: startScript,
    run: (script, options) => startScript(script, options).ended,
    runNode: (script, options = {}) =>
      start(process.execPath, [join(SCRIPTS, script), ...(options.args ?? [])], options.env).ended,
    wandb: (args, env) => start(join(VENV, 'bin/wandb'), args, env).ended,
    async read(path, { samples = 500, keys = [] } = {}) {
      const { code, output } = await startScript('read_run.py', {
        args: [path, String(samples), ...keys],
      }).ended;
      const found = /^RUN (.*)$/m.exec(output);
      if (code !== 0 || found === null) throw new Error(`read_run.py ${path} failed:\n${output}`);
      return shapeRun(parseExactJson(found[1] ?? ''));
    },
    async dispose() {
      for (const child of running) child.kill('SIGKILL');
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Lines of a client's output that tell of a fault, which ought to be none. */
export function complaintsIn(output: string): readonly string[] {
  const complaint = /WARN|ERROR|Traceback|encountered|retrying|Failed|failed|will not be synced/;
  return output.split('\n').filter((line) => complaint.test(line));
}

/** Nothing of the caller's own W&B set-up gets through, and nothing is written outside `home`. */
async function clientEnvironment(
  home: string,
  url: string,
  key: string,
): Promise<NodeJS.ProcessEnv> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(WANDB|VITEST)/.test(name));
  const folders = { cache: `${home}/.cache`, config: `${home}/.config`, data: `${home}/.local` };
  await Promise.all(Object.values(folders).map((folder) => mkdir(folder, { recursive: true })));
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    NETRC: `${home}/.netrc`,
    WANDB_BASE_URL: url,
    WANDB_API_KEY: key,
    WANDB_DIR: home,
    WANDB_CACHE_DIR: folders.cache,
    WANDB_CONFIG_DIR: folders.config,
    WANDB_DATA_DIR: folders.data,
    WANDB_ARTIFACT_DIR: `${home}/artifacts`,
    WANDB_ERROR_REPORTING: 'false',
  };
}

function shapeRun(value: ExactJson): RunByClient {
  if (!(value instanceof Map)) throw new Error('read_run.py must print an object.');
  const fields = Object.fromEntries(value);
  // The script that writes this stands beside the tests: its shape is ours.
  return fields as unknown as RunByClient;
}
