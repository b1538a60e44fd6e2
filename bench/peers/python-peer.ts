import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { descendants, killProcesses } from '../../tests/support/process-tree.ts';
import { bytesOf } from './disk.ts';
import type { Filled, Sample, System } from './system.ts';
import { type Plan, pointsOf } from './workload.ts';

const INGEST_MS = 900_000;
const FILL_MS = 900_000;
const READ_MS = 300_000;
const END_MS = 90_000;

/** What `common.py` tells, one a line. */
type Line = Sample | { readonly ready: true } | { readonly done: true };

export interface PythonPeer {
  readonly name: string;
  readonly version: string;
  readonly python: string;
  /** File in this folder. */
  readonly script: string;
  readonly canSearch: boolean;
}

/** A peer that a small Python file speaks to, each time in a process and a data folder of its own. */
export function pythonSystem(peer: PythonPeer, plan: Plan): System {
  const fill = async (command: 'chart' | 'search', size: object): Promise<Filled> => {
    const process = await PeerProcess.start(peer, command, size);
    await process.until('ready', FILL_MS).catch(async (error: unknown) => {
      await process.close();
      throw error;
    });
    return {
      read: () => process.ask(),
      close: () => process.close(),
    };
  };
  return {
    name: peer.name,
    version: peer.version,
    async ingest() {
      const process = await PeerProcess.start(peer, 'ingest', plan.ingest);
      try {
        const samples = await process.until('end', INGEST_MS);
        const points = samples.length * pointsOf(plan.ingest);
        return { samples, disk: { bytes: await bytesOf(process.home), points } };
      } finally {
        await process.close();
      }
    },
    fillChart: (steps) => fill('chart', { steps }),
    fillSearch: peer.canSearch ? (runs) => fill('search', { runs }) : null,
  };
}

class PeerProcess {
  readonly home: string;
  private readonly folder: string;
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private readonly ended: Promise<unknown>;
  private errors = '';

  private constructor(folder: string, child: ChildProcess) {
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) throw new Error('The peer has no output.');
    this.folder = folder;
    this.home = join(folder, 'home');
    this.child = child;
    this.ended = once(child, 'exit');
    this.lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
    stderr.on('data', (text: Buffer) => {
      this.errors = (this.errors + text.toString()).slice(-4000);
    });
  }

  static async start(peer: PythonPeer, command: string, plan: object): Promise<PeerProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'runloom-peer-'));
    await mkdir(join(folder, 'home'));
    const script = new URL(peer.script, import.meta.url).pathname;
    const child = spawn(
      peer.python,
      [script, command, join(folder, 'home'), JSON.stringify(plan)],
      // Peers write settings of their own into the home folder and ask for accounts there.
      {
        cwd: folder,
        env: { ...process.env, HOME: folder, PYTHONDONTWRITEBYTECODE: '1', DO_NOT_TRACK: '1' },
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    return new PeerProcess(folder, child);
  }

  /** One round of reads. */
  ask(): Promise<Sample[]> {
    this.child.stdin?.write('\n');
    return this.until('done', READ_MS);
  }

  /** The samples told until the word. @throws Error when the peer ends or is silent before it */
  async until(word: 'ready' | 'done' | 'end', timeoutMs: number): Promise<Sample[]> {
    const samples: Sample[] = [];
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => late.reject(new Error(`did not finish in ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    try {
      for (;;) {
        const { value, done } = await Promise.race([this.lines.next(), late.promise]);
        if (done === true) break;
        const line = JSON.parse(value) as Line;
        if ('way' in line) samples.push(line);
        else return samples;
      }
      const [code] = (await Promise.race([this.ended, late.promise])) as [number | null];
      if (word === 'end' && code === 0) return samples;
      throw new Error(`failed: ${this.errors.trim().split('\n').at(-1) ?? ''}`);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      child.stdin?.end();
      child.kill('SIGTERM');
      // Its server is in its tree: ended with it, or it would stay for ever.
      const timer = setTimeout(() => {
        if (child.pid !== undefined) killProcesses([child.pid, ...descendants(child.pid)]);
      }, END_MS);
      await this.ended;
      clearTimeout(timer);
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
