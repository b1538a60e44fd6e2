import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { unavailable } from '../../../platform/errors.ts';
import { createLog } from '../../../platform/logging.ts';
import type { UserId } from '../../accounts/index.ts';
import type { ReportId, TextWatcher } from '../types.ts';
import { writeNode } from './fragment.ts';
import { createOpenText } from './open-text.ts';
import { readDocument } from './schema.ts';

const ada = 1 as UserId;

/** A text over a store that turns the first writes away. */
function openText(faults: number, slowMs = 0) {
  const written: Uint8Array[] = [];
  const told: string[] = [];
  let left = faults;
  let now = 0;
  const seed = new Y.Doc();
  const paragraph = { type: 'paragraph', content: [{ type: 'text', text: 'start' }] } as const;
  seed.transact(() => writeNode(seed, readDocument({ type: 'doc', content: [paragraph] })));
  const snapshot = Y.encodeStateAsUpdate(seed);
  const text = createOpenText({
    id: 1 as ReportId,
    stored: { snapshot, changes: [], unversioned: null },
    store: {
      async append(_id, update) {
        now += 4_000;
        left -= 1;
        if (slowMs > 0) await setTimeout(slowMs);
        if (left >= 0) throw unavailable('away');
        written.push(update);
        return written.length;
      },
      compact: async () => {},
      changesAfter: async () => [],
    },
    events: { cut: () => {}, changed: () => {} },
    clock: () => now,
    log: createLog('silent'),
  });
  const watcher: TextWatcher = {
    changed: () => {},
    saved: (_vector, count) => told.push(`saved ${count}`),
    closed: (reason) => told.push(reason.code),
  };
  text.watch(watcher);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, snapshot);
  let count = 0;
  doc.on('update', (update: Uint8Array) => {
    count += 1;
    text.apply(update, { author: ada, source: watcher, count });
  });
  const type = (letters: string) => {
    const block = doc.getXmlFragment('body').get(0);
    const line = block instanceof Y.XmlElement ? block.get(0) : null;
    if (line instanceof Y.XmlText) line.insert(0, letters);
  };
  return { text, type, told, written };
}

test('a store that is away for a moment costs nothing but the moment', async () => {
  const { type, told, written } = openText(2);
  type('a');
  await expect.poll(() => told, { timeout: 5_000 }).toEqual(['saved 1']);
  type('b');
  type('c');
  await expect.poll(() => told, { timeout: 5_000 }).toEqual(['saved 1', 'saved 3']);
  const read = new Y.Doc();
  expect(written).toHaveLength(2);
  for (const update of written) Y.applyUpdate(read, update);
  expect(read.store.pendingStructs).not.toBeNull();
});

test('what is typed while the store is slow becomes durable next', async () => {
  const { type, told } = openText(0, 100);
  type('a');
  await setTimeout(60);
  type('b');
  await expect.poll(() => told, { timeout: 5_000 }).toEqual(['saved 1', 'saved 2']);
});

test('a store that stays away ends the work, and nothing was told to be durable', async () => {
  const { text, type, told } = openText(1_000);
  type('a');
  await expect.poll(() => told, { timeout: 5_000 }).toEqual(['unavailable']);
  await expect(text.encode()).rejects.toMatchObject({ code: 'unavailable' });
});
