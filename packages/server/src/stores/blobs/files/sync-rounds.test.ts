import { expect, it } from 'vitest';
import { createSyncRounds } from './sync-rounds.ts';

/** A folder whose syncs end when the test says so. */
function heldFolder() {
  const syncs: PromiseWithResolvers<void>[] = [];
  return {
    syncs,
    sync(): Promise<void> {
      const sync = Promise.withResolvers<void>();
      syncs.push(sync);
      return sync.promise;
    },
    close: async () => {},
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('syncs what came meanwhile only after the round under way, each folder once', async () => {
  const rounds = createSyncRounds();
  const [first, second, third] = [heldFolder(), heldFolder(), heldFolder()];
  const ended: string[] = [];
  const ask = (name: string, folder: typeof first) =>
    void rounds.sync(folder).then(() => ended.push(name));
  ask('first', first);
  ask('second', second);
  ask('second again', second);
  ask('third', third);
  // A name that was put into a folder after its sync began needs another one.
  ask('first again', first);
  await turn();
  expect([first, second, third].map(({ syncs }) => syncs.length)).toEqual([1, 0, 0]);

  first.syncs[0]?.resolve();
  await turn();
  expect(ended).toEqual(['first']);
  expect([first, second, third].map(({ syncs }) => syncs.length)).toEqual([1, 1, 0]);

  second.syncs[0]?.resolve();
  await turn();
  expect(ended).toEqual(['first', 'second', 'second again']);
  third.syncs[0]?.resolve();
  first.syncs[1]?.resolve();
  await turn();
  expect(ended).toEqual(['first', 'second', 'second again', 'third', 'first again']);
});

it('tells a failure to those of its folder and to nobody else', async () => {
  const rounds = createSyncRounds();
  const [good, bad] = [heldFolder(), heldFolder()];
  const outcomes = Promise.allSettled([rounds.sync(bad), rounds.sync(good)]);
  bad.syncs[0]?.reject(new Error('the disk is gone'));
  await turn();
  good.syncs[0]?.resolve();
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});
