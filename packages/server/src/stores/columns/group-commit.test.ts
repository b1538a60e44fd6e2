import { describe, expect, it } from 'vitest';
import { unavailable } from '../../platform/errors.ts';
import { createGroupCommitter, type TableInsert } from './group-commit.ts';
import { ColumnEngineError } from './types.ts';

interface Insert {
  readonly table: string;
  readonly blocks: readonly string[];
  end(error?: Error): void;
}

/** An engine whose inserts end when the test says so. */
const createEngine = () => {
  const running: Insert[] = [];
  const insertNative = (
    table: string,
    _columns: readonly string[],
    blocks: readonly Uint8Array[],
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      const texts = blocks.map((block) => Buffer.from(block).toString());
      const end = (error?: Error): void => {
        running.splice(running.indexOf(insert), 1);
        if (error) reject(error);
        else resolve();
      };
      const insert = { table, blocks: texts, end };
      running.push(insert);
    });
  return { running, insertNative };
};

const rows = (text: string, table = 't'): TableInsert => ({
  table,
  columns: ['a'],
  block: Buffer.from(text),
});

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const outcome = (promise: Promise<void>): Promise<string> =>
  promise.then(
    () => 'durable',
    (error: Error) => error.message,
  );

describe('the group committer', () => {
  it('inserts at once when idle, and shares the next insert of a table while one runs', async () => {
    const engine = createEngine();
    const committer = createGroupCommitter(engine);
    const ends = ['1', '2', '3'].map((text) => outcome(committer.append([rows(text)])));
    expect(engine.running.map((insert) => insert.blocks)).toEqual([['1']]);
    engine.running[0]?.end();
    await settled();
    expect(engine.running.map((insert) => insert.blocks)).toEqual([['2', '3']]);
    engine.running[0]?.end();
    expect(await Promise.all(ends)).toEqual(['durable', 'durable', 'durable']);
  });

  it('waits a moment for those who wrote with the last group and come again', async () => {
    const engine = createEngine();
    const committer = createGroupCommitter(engine);
    const append = (text: string) => outcome(committer.append([rows(text)]));
    const ends = ['1', '2', '3'].map(append);
    engine.running[0]?.end();
    await settled();
    engine.running[0]?.end();
    await Promise.all(ends);

    const second = [append('4')];
    expect(engine.running).toEqual([]);
    second.push(append('5'));
    await settled();
    expect(engine.running.map((insert) => insert.blocks)).toEqual([['4', '5']]);
    engine.running[0]?.end();

    // Nobody else comes, so it is inserted alone before long.
    const third = append('6');
    await expect.poll(() => engine.running.map((insert) => insert.blocks)).toEqual([['6']]);
    engine.running[0]?.end();
    expect(await Promise.all([...second, third])).toEqual(['durable', 'durable', 'durable']);
  });

  it('runs tables beside each other and resolves when all blocks of a call are durable', async () => {
    const engine = createEngine();
    const committer = createGroupCommitter(engine);
    let durable = false;
    const append = committer.append([rows('a', 'points'), rows('b', 'rows')]).then(() => {
      durable = true;
    });
    expect(engine.running.map((insert) => insert.table)).toEqual(['points', 'rows']);
    engine.running[0]?.end();
    await settled();
    expect(durable).toBe(false);
    engine.running[0]?.end();
    await append;
  });

  it('lets a bad block fail only the call that brought it', async () => {
    const engine = createEngine();
    const committer = createGroupCommitter(engine);
    const first = committer.append([rows('first')]);
    const ends = ['good', 'bad', 'fine'].map((text) => outcome(committer.append([rows(text)])));
    engine.running[0]?.end();
    await first;
    await settled();
    engine.running[0]?.end(new ColumnEngineError(27, 'unreadable'));
    for (const error of [undefined, new ColumnEngineError(27, 'unreadable'), undefined]) {
      await settled();
      expect(engine.running[0]?.blocks).toHaveLength(1);
      engine.running[0]?.end(error);
    }
    expect(await Promise.all(ends)).toEqual(['durable', 'unreadable', 'durable']);
  });

  it('fails the whole group when the engine is away, without trying each', async () => {
    const engine = createEngine();
    const committer = createGroupCommitter(engine);
    const first = outcome(committer.append([rows('0')]));
    const ends = ['1', '2'].map((text) => outcome(committer.append([rows(text)])));
    engine.running[0]?.end(unavailable('away'));
    await settled();
    engine.running[0]?.end(unavailable('still away'));
    await settled();
    expect(engine.running).toEqual([]);
    expect(await Promise.all([first, ...ends])).toEqual(['away', 'still away', 'still away']);
    expect(committer.pendingBytes).toBe(0);
  });

  it('refuses with a moment to come back once too much is waiting', async () => {
    const engine = createEngine();
    const committer = createGroupCommitter(engine, { maxPendingBytes: 10 });
    const large = committer.append([rows('larger than the bound')]);
    await expect(committer.append([rows('x')])).rejects.toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: 1,
    });
    engine.running[0]?.end();
    await large;
    const small = committer.append([rows('x')]);
    engine.running[0]?.end();
    await small;
  });

  it('splits what gathered into inserts of bounded size', async () => {
    const engine = createEngine();
    const committer = createGroupCommitter(engine);
    const block = Buffer.alloc(20 * 1024 * 1024, 1);
    const inserts = Array.from({ length: 3 }, () => ({ table: 't', columns: ['a'], block }));
    const append = committer.append(inserts);
    const sizes: number[] = [];
    for (let insert = engine.running[0]; insert; insert = engine.running[0]) {
      sizes.push(insert.blocks.length);
      insert.end();
      await settled();
    }
    await append;
    expect(sizes).toEqual([1, 1, 1]);
  });

  it('runs a second insert of a table beside the first where both are large, and small ones in turn', async () => {
    const engine = createEngine();
    const committer = createGroupCommitter(engine);
    const large = rows('x'.repeat(2 * 1024 * 1024));
    const ends = [large, large, large, rows('small')].map((insert) =>
      outcome(committer.append([insert])),
    );
    const shown = () => engine.running.map(({ blocks }) => blocks.map(({ length }) => length));
    expect(shown()).toEqual([[2 << 20], [2 << 20]]);
    engine.running[0]?.end();
    await settled();
    expect(shown()).toEqual([[2 << 20], [2 << 20, 5]]);

    // What comes while both run waits for the last of them, since it is small.
    ends.push(outcome(committer.append([rows('late')])));
    engine.running[0]?.end();
    await settled();
    expect(shown()).toEqual([[2 << 20, 5]]);
    engine.running[0]?.end();
    await expect.poll(shown).toEqual([[4]]);
    engine.running[0]?.end();
    expect(new Set(await Promise.all(ends))).toEqual(new Set(['durable']));
    await committer.drain();
  });

  it('does not wait for more once a megabyte has gathered', async () => {
    const engine = createEngine();
    const committer = createGroupCommitter(engine);
    const ends = ['1', '2', '3'].map((text) => outcome(committer.append([rows(text)])));
    engine.running[0]?.end();
    await settled();
    engine.running[0]?.end();
    await Promise.all(ends);
    // Three wrote last time, but this one need not wait for them.
    const large = outcome(committer.append([rows('x'.repeat(1024 * 1024))]));
    expect(engine.running).toHaveLength(1);
    engine.running[0]?.end();
    expect(await large).toBe('durable');
  });

  it('drains: waits for what was appended, also while more arrives', async () => {
    const engine = createEngine();
    const committer = createGroupCommitter(engine);
    const ends: string[] = [];
    void committer.append([rows('1')]).then(() => ends.push('1'));
    void committer.append([rows('2')]).then(() => ends.push('2'));
    const drained = committer.drain().then(() => ends.push('drained'));
    engine.running[0]?.end();
    await settled();
    engine.running[0]?.end();
    await drained;
    expect(ends).toEqual(['1', '2', 'drained']);
    expect(committer.pendingBytes).toBe(0);
  });

  it('takes a call without rows as durable', async () => {
    await createGroupCommitter(createEngine()).append([rows('')]);
  });
});
