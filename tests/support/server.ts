import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVER_NODE_FLAGS } from '../../scripts/node-flags.ts';
import { descendants, killProcesses } from './process-tree.ts';
import { waitFor } from './waiting.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** The key that test servers seed for the user `admin`. */
const ADMIN_KEY = 'test-admin-key-0123456789abcdefghijklmnopqrstuvwx';

export interface ServerOptions {
  /** Further settings (`RUNLOOM_…`). */
  readonly env?: Readonly<Record<string, string>>;
  /** Kept by the caller; a temporary one is made, and removed with the server, when not given. */
  readonly dataDirectory?: string;
  /** What is run instead of `node packages/server/src/main.ts`. */
  readonly command?: readonly [string, ...string[]];
}

/** The real server in a process of its own, on a free port of the loopback and its own data. */
export class TestServer {
  readonly port: number;
  readonly dataDirectory: string;
  readonly adminKey = ADMIN_KEY;
  private readonly options: ServerOptions;
  private child: ChildProcess | null = null;
  private log = '';

  private constructor(port: number, dataDirectory: string, options: ServerOptions) {
    this.port = port;
    this.dataDirectory = dataDirectory;
    this.options = options;
  }

  /** A server with its port and data directory, not yet started. */
  static async prepare(options: ServerOptions = {}): Promise<TestServer> {
    const dataDirectory = options.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'runloom-test-')));
    return new TestServer(await freePort(), dataDirectory, options);
  }

  /** Starts a server and waits until it is ready. */
  static async start(options: ServerOptions = {}): Promise<TestServer> {
    const server = await TestServer.prepare(options);
    await server.start();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    if (this.child?.pid === undefined) throw new Error('The server is not running.');
    return this.child.pid;
  }

  /** Everything the server has written to its output since the first start. */
  get output(): string {
    return this.log;
  }

  /** Starts (again, on the same port and data) and waits until it is ready. Resolves with the milliseconds it took. */
  async start(): Promise<number> {
    const startedAt = performance.now();
    this.launch();
    await this.ready();
    return performance.now() - startedAt;
  }

  /** Starts the process without waiting. */
  launch(): void {
    if (this.child !== null) throw new Error('The server is running already.');
    const [command, ...args] = this.options.command ?? [
      process.execPath,
      ...SERVER_NODE_FLAGS,
      'packages/server/src/main.ts',
    ];
    const child = spawn(command, args, {
      cwd: ROOT,
      env: serverEnvironment(this.port, this.dataDirectory, this.options.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const append = (text: Buffer): void => {
      this.log += text.toString();
    };
    child.stdout.on('data', append);
    child.stderr.on('data', append);
    child.once('exit', (code, signal) => {
      this.log += `[the server ended: ${signal ?? code}]\n`;
      if (this.child === child) this.child = null;
    });
    this.child = child;
  }

  /** Resolves once `/readyz` answers 200. @throws Error with the server's output when it does not start */
  async ready(timeoutMs = 60_000): Promise<void> {
    const isReady = async (): Promise<boolean> => {
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      await answer?.arrayBuffer();
      return answer?.status === 200;
    };
    const outcome = await waitFor(
      async () => {
        if (this.child === null) return 'ended';
        return (await isReady()) ? 'ready' : null;
      },
      { until: `the server is ready:\n${this.log}`, timeoutMs, intervalMs: 20 },
    );
    if (outcome === 'ended') throw new Error(`The server did not start:\n${this.log}`);
  }

  /** Asks the server to end (SIGTERM). Resolves with its exit code once it has. */
  async stop(): Promise<number | null> {
    const { child } = this;
    if (child === null) return null;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const [code] = (await ended) as [number | null];
    return code;
  }

  /** SIGKILL to the server alone; its children have to notice by themselves. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** SIGKILL to the server and everything below it, as a power cut of the process table would. */
  async killTree(): Promise<void> {
    const { child } = this;
    if (child?.pid === undefined) return;
    const ended = once(child, 'exit');
    killProcesses([child.pid, ...descendants(child.pid)]);
    await ended;
  }

  /** Ends the server and removes its data, unless the directory is the caller's. */
  async dispose(): Promise<void> {
    await this.killTree();
    if (this.options.dataDirectory === undefined) {
      await rm(this.dataDirectory, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

/** The environment of a test server: nothing of the caller's own settings gets through. */
export function serverEnvironment(
  port: number,
  dataDirectory: string,
  extra: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('RUNLOOM_') && name !== 'NODE_ENV' && !name.startsWith('VITEST'),
  );
  return {
    ...Object.fromEntries(inherited),
    RUNLOOM_PORT: String(port),
    RUNLOOM_DATA_DIR: dataDirectory,
    RUNLOOM_ADMIN_API_KEY: ADMIN_KEY,
    ...extra,
  };
}

/** A port of the loopback that nothing listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('The probe has no port.');
  return address.port;
}
