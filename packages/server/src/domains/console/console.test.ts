import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openColumnStore } from '../../stores/columns/index.ts';
import type { ColumnStore } from '../../stores/columns/types.ts';
import type { Run, RunId } from '../runs/index.ts';
import { createConsole } from './service.ts';
import type { Console, ConsoleLine, ConsoleSearch } from './types.ts';

let directory: string;
let columns: ColumnStore;
let terminal: Console;
let nextRun = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runloom-console-'));
  columns = await openColumnStore({ kind: 'embedded', directory });
  let version = 0n;
  terminal = createConsole({
    columns,
    versions: () => {
      version += 1n;
      return version;
    },
  });
});
afterAll(async () => {
  await columns.close();
  await rm(directory, { recursive: true });
});

/** Only what a run is matters, not what it did, to its console. */
const newRun = (): Run => {
  nextRun += 1;
  return { id: nextRun as RunId, lineage: null } as Run;
};

async function print(run: Run, offset: number, lines: readonly string[]): Promise<void> {
  const { table, columns: names, block } = terminal.decode({ source: run.id, offset, lines });
  await columns.insertNative(table, names, [block]);
}

const texts = (lines: readonly ConsoleLine[]): string[] => lines.map((line) => line.text);
const at = (text: string): string => `2026-11-23T16:08:12.686636 ${text}`;

describe('the console of a run', () => {
  it('shows each line as it was written last', async () => {
    const run = newRun();
    await print(run, 0, [at('start'), at('10%')]);
    await print(run, 1, [at('55%')]);
    await print(run, 1, [at('100%'), at('done')]);
    expect(texts(await terminal.read(run, { from: 0, limit: 10 }))).toEqual([
      'start',
      '100%',
      'done',
    ]);
  });

  it('has nothing of other runs', async () => {
    const [one, other] = [newRun(), newRun()];
    await print(one, 0, [at('mine')]);
    await print(other, 0, [at('theirs')]);
    expect(texts(await terminal.read(one, { from: 0, limit: 10 }))).toEqual(['mine']);
  });

  it('is read from any line on, across gaps, and from its end', async () => {
    const run = newRun();
    await print(run, 0, ['a', 'b', 'c'].map(at));
    await print(run, 10, ['k', 'l'].map(at));
    const middle = await terminal.read(run, { from: 2, limit: 2 });
    expect(middle.map(({ number, text }) => [number, text])).toEqual([
      [2, 'c'],
      [10, 'k'],
    ]);
    expect(texts(await terminal.tail(run, 2))).toEqual(['k', 'l']);
    expect(await terminal.tail(run, 0)).toEqual([]);
    expect(await terminal.tail(newRun(), 5)).toEqual([]);
  });

  it('keeps microseconds, levels, labels and odd characters', async () => {
    const run = newRun();
    const content = '\u001b[31mred\u001b[0m \0 😀 "q" \\ \u2028';
    await print(run, 0, [
      JSON.stringify({ ts: '2026-11-23T15:59:58.116027', label: 'rank-1', content }),
      'ERROR 2026-11-23T16:08:12.000001 oh',
      'no time',
      '{"content":"\\ud800 alone"}',
    ]);
    expect(await terminal.read(run, { from: 0, limit: 10 })).toEqual([
      {
        number: 0,
        timestampMs: Date.UTC(2026, 10, 23, 15, 59, 58, 116) + 0.027,
        level: 'info',
        label: 'rank-1',
        text: content,
      },
      {
        number: 1,
        timestampMs: Date.UTC(2026, 10, 23, 16, 8, 12) + 0.001,
        level: 'error',
        label: '',
        text: 'oh',
      },
      { number: 2, timestampMs: null, level: 'info', label: '', text: 'no time' },
      { number: 3, timestampMs: null, level: 'info', label: '', text: '\ufffd alone' },
    ]);
  });

  it('is searched without regard to case or colours, by text and never by pattern', async () => {
    const run = newRun();
    await print(
      run,
      0,
      ['Loss=0.5', '\u001b[32mLO\u001b[0mSS=0.4', 'ÄPFEL', "it's 100%", 'C:\\new', 'else'].map(at),
    );
    const find = async (text: string) => texts(await terminal.search(run, { text, limit: 10 }));
    expect(await find('loss=')).toHaveLength(2);
    expect(await find('äpfel')).toEqual(['ÄPFEL']);
    expect(await find("IT'S 100%")).toEqual(["it's 100%"]);
    expect(await find('\\NEW')).toEqual(['C:\\new']);
    expect(await find('%')).toHaveLength(1);
    expect(await find("' OR 1=1 --")).toEqual([]);
    expect(await find('.*')).toEqual([]);
  });

  it('is searched by pattern, level and label, alone and together', async () => {
    const run = newRun();
    const line = (label: string, level: string, content: string) =>
      JSON.stringify({ ts: '2026-11-23T15:59:58.1', label, level, content });
    await print(run, 0, [
      line('rank_0', 'info', 'Loss=0.5'),
      line('rank_0', 'error', '\u001b[31mValue\u001b[0mError: 7'),
      line('rank_1', 'info', 'loss=12'),
      'ERROR 2026-11-23T16:08:12.000001 loss=3',
    ]);
    const find = async (wanted: Omit<ConsoleSearch, 'limit'>) =>
      (await terminal.search(run, { ...wanted, limit: 10 })).map(({ number }) => number);
    expect(await find({ text: 'loss=\\d+$', isPattern: true })).toEqual([2, 3]);
    expect(await find({ text: '^valueerror', isPattern: true })).toEqual([1]);
    expect(await find({ level: 'error' })).toEqual([1, 3]);
    expect(await find({ level: 'info' })).toEqual([0, 2]);
    expect(await find({ label: 'rank_0' })).toEqual([0, 1]);
    expect(await find({ label: '' })).toEqual([3]);
    expect(await find({ text: 'loss', label: 'rank_1', level: 'info' })).toEqual([2]);
    await expect(find({ text: '(', isPattern: true })).rejects.toThrow(/pattern can not be read/);
    expect(await terminal.labels(run)).toEqual([
      { label: '', lineCount: 1, errorCount: 1 },
      { label: 'rank_0', lineCount: 2, errorCount: 1 },
      { label: 'rank_1', lineCount: 1, errorCount: 0 },
    ]);
  });
});
