import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { unavailable } from '../../../platform/errors.ts';
import type { EngineCommand, EngineMessage, EngineOptions } from './protocol.ts';

const ENTRY = fileURLToPath(new URL('./engine-process.ts', import.meta.url));

/** The engine opens in 0.1 to 2 s; after many hard stops of a large directory it may take longer. */
const START_TIMEOUT_MS = 120_000;
/** How long running statements may take to end before the process is ended, ms. */
const CLOSE_TIMEOUT_MS = 8_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 10_000;
/** An engine that lived this long starts again at once. */
const STEADY_MS = 60_000;
/** Tries of the very first start: an engine of a server that was just killed may still be ending. */
const FIRST_START_TRIES = 6;

export interface SupervisorEvents {
  /** The engine ended by itself and is started again after `pauseMs`. */
  onRestart?(event: { readonly reason: string; readonly pauseMs: number }): void;
}

/**
 * Keeps one engine process running: starts it, starts it again with growing pauses when it ends by
 * itself, and ends it. While there is no engine, `requireReady` throws `unavailable`.
 */
export class EngineSupervisor {
  readonly #options: EngineOptions;
  readonly #events: SupervisorEvents;
  #child: ChildProcess | undefined;
  #ready = false;
  #closed = false;
  #failures = 0;
  #pause: NodeJS.Timeout | undefined;

  constructor(options: EngineOptions, events: SupervisorEvents) {
    this.#options = options;
    this.#events = events;
  }

  /** Process id of the engine that answers now. */
  get pid(): number | undefined {
    return this.#ready ? this.#child?.pid : undefined;
  }

  /** @throws RunloomError('unavailable') while no engine is there to answer */
  requireReady(): void {
    if (this.#closed) throw unavailable('The column store is closed.');
    if (!this.#ready) throw unavailable('The column engine is starting.');
  }

  /**
   * Resolves once the engine answers.
   * @throws Error when it can't be opened at all
   */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#launch();
        return;
      } catch (error) {
        if (attempt === FIRST_START_TRIES || this.#closed) throw error;
        await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** attempt));
      }
    }
  }

  /** Lets what is running end and stops the engine; later calls of `requireReady` throw. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#ready = false;
    clearTimeout(this.#pause);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_TIMEOUT_MS);
    if (child.connected) child.send({ type: 'close' } satisfies EngineCommand);
    await exited;
    clearTimeout(timer);
  }

  #launch(): Promise<void> {
    const child = fork(ENTRY, [JSON.stringify(this.#options)], {
      // Small young generation: bodies and answers live outside of the JavaScript heap.
      execArgv: ['--max-semi-space-size=2', '--max-old-space-size=256'],
      env: engineEnvironment(process.env),
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    const startedAt = performance.now();
    return new Promise((resolve, reject) => {
      let failure: string | undefined;
      const timer = setTimeout(() => {
        failure = `it did not start within ${START_TIMEOUT_MS / 1000} s`;
        child.kill('SIGKILL');
      }, START_TIMEOUT_MS);
      child.on('message', (message: EngineMessage) => {
        if (message.type === 'failed') {
          failure = message.message;
          return;
        }
        clearTimeout(timer);
        this.#ready = !this.#closed;
        resolve();
      });
      child.on('error', (error) => {
        failure ??= error.message;
      });
      child.on('exit', (code, signal) => {
        clearTimeout(timer);
        const wasReady = this.#ready;
        this.#ready = false;
        const reason = failure ?? `it ended (${signal ?? `code ${code}`})`;
        reject(new Error(`The column engine can't open ${this.#options.directory}: ${reason}`));
        if (wasReady) this.#restartLater(reason, performance.now() - startedAt);
      });
    });
  }

  #restartLater(reason: string, livedMs: number): void {
    if (this.#closed) return;
    this.#failures = livedMs > STEADY_MS ? 0 : this.#failures + 1;
    const pauseMs =
      this.#failures <= 1
        ? FIRST_PAUSE_MS
        : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures);
    this.#events.onRestart?.({ reason, pauseMs });
    this.#pause = setTimeout(() => {
      this.#launch().catch((error: Error) => this.#restartLater(error.message, 0));
    }, pauseMs);
  }
}

/** Only what the process needs: no keys and no flags of the server's own Node. */
const engineEnvironment = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const { PATH, HOME, TMPDIR, LANG, LD_LIBRARY_PATH, NODE_COMPILE_CACHE } = environment;
  return {
    ...definedOnly({ PATH, HOME, TMPDIR, LANG, LD_LIBRARY_PATH, NODE_COMPILE_CACHE }),
    TZ: 'UTC',
    // Every running statement holds one thread, files of the spool need some beside them.
    UV_THREADPOOL_SIZE: '16',
    // Gives freed memory back soon, also when the engine is idle.
    JE_MALLOC_CONF: 'background_thread:true,dirty_decay_ms:1000,muzzy_decay_ms:0',
  };
};

const definedOnly = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
