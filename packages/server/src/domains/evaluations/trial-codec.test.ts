import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectId } from '../projects/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { tableOf } from './example-table.ts';
import { createKeptEvaluations } from './kept-store.ts';
import { outlineOf } from './outline.ts';
import { decodeOutline, encodeOutline } from './outline-codec.ts';
import { decodeTrials, encodeTrials } from './trial-codec.ts';
import type { Trial } from './types.ts';

const text = fc.string({ unit: 'binary', maxLength: 30 });
const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e15 }));
/** Scorers stand in one order, as those of one evaluation do. */
const byScorer = fc
  .record({ __proto__x: text, right: text, 'a "b".c': text }, { requiredKeys: [] })
  .map((texts) => new Map(Object.entries(texts)));
const trial: fc.Arbitrary<Trial> = fc.record({
  evaluationId: fc.constant('evaluation'),
  rowDigest: text,
  callId: text,
  predictCallId: fc.option(text),
  example: text,
  output: text,
  scores: byScorer,
  scorerCallIds: byScorer,
  failedScorers: fc.subarray(['right', 'wrong']).map((names) => new Set(names)),
  isFailed: fc.boolean(),
  isRunning: fc.boolean(),
  startedAt: fc.integer({ min: 0, max: 2 ** 51 }),
  latencySeconds: number,
  totalTokens: number,
  totalCost: number,
  spanRefs: fc.option(text),
});

describe('trials that are kept', () => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom();
  });
  afterAll(() => room.close());

  it('come back as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(trial, { maxLength: 8 }), async (trials) => {
        // JSON knows no −0.
        const plain = (some: readonly Trial[]) => some.map((one) => ({ ...one }));
        const found = await decodeTrials('evaluation', await encodeTrials(trials));
        expect(plain(found)).toEqual(plain(trials));
      }),
    );
  });

  it('come back as the same numbers where only these are kept', async () => {
    const scored = fc.oneof(
      fc.constantFrom('true', 'false', 'null', 'NaN', '"text"', '{"a":{"b":1},"c":[1]}', '{}'),
      fc.double().map((value) => JSON.stringify(value)),
    );
    const scores = fc
      .record({ right: scored, wrong: scored }, { requiredKeys: [] })
      .map((texts) => new Map(Object.entries(texts)));
    const some = fc.array(fc.tuple(trial, scores), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(some, async (pairs) => {
        const outline = outlineOf(pairs.map(([one, own]) => ({ ...one, scores: own })));
        const found = await decodeOutline(await encodeOutline(outline));
        expect(found).toEqual(outline);
        expect(tableOf(['e'], [found])).toEqual(tableOf(['e'], [outline]));
      }),
    );
  });

  it('count only while the calls are what they were, and only the newest are kept', async () => {
    let now = 1;
    const kept = createKeptEvaluations(room.metadata, () => now);
    const store = kept.trials;
    const project = 7 as ProjectId;
    const [one] = fc.sample(trial, 1) as [Trial];
    const trials = [{ ...one, evaluationId: 'a' }];
    await store.write(project, { id: 'a', stamp: 'first' }, trials);
    const read = async (id: string, stamp: string) =>
      (await store.read(project, [{ id, stamp }])).get(id);
    expect(await read('a', 'first')).toEqual(trials);
    expect(await read('a', 'second')).toBeUndefined();
    await store.write(project, { id: 'a', stamp: 'second' }, []);
    expect(await read('a', 'first')).toBeUndefined();
    expect(await read('a', 'second')).toEqual([]);
    for (let at = 0; at < 100; at += 1) {
      now += 1;
      await store.write(project, { id: `more ${at}`, stamp: 's' }, []);
    }
    expect(await read('a', 'second')).toBeUndefined();
    expect(await read('more 0', 's')).toEqual([]);
    await kept.forget(project);
    expect(await read('more 99', 's')).toBeUndefined();
  });
});
