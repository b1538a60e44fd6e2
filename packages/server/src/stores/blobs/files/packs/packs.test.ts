import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { waitFor } from '../../../../../../../tests/support/waiting.ts';
import { openPacks, type Packs } from './packs.ts';
import { HEAD_BYTES, writeHead } from './records.ts';

let directory: string;
let packs: Packs;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'runloom-packs-'));
  packs = await openPacks(directory);
});
afterEach(async () => {
  await packs.close();
  rmSync(directory, { recursive: true, force: true });
});

interface Sample {
  readonly digest: string;
  readonly bytes: Buffer;
}

const sample = (bytes: Buffer): Sample => ({
  digest: createHash('sha256').update(bytes).digest('hex'),
  bytes,
});
const samples = (count: number, sizeBytes: number): readonly Sample[] =>
  Array.from({ length: count }, () => sample(randomBytes(sizeBytes)));
const putAll = (some: readonly Sample[]) =>
  Promise.all(some.map(({ digest, bytes }) => packs.put(digest, bytes)));
const removeAll = (some: readonly Sample[]) =>
  Promise.all(some.map(({ digest }) => packs.remove(digest)));

async function read(digest: string): Promise<Buffer | null> {
  const found = await packs.open(digest);
  return found && buffer(found);
}

async function expectWhole(some: readonly Sample[]): Promise<void> {
  for (const { digest, bytes } of some) expect((await read(digest))?.equals(bytes)).toBe(true);
}

const packNames = (): readonly string[] =>
  readdirSync(directory).filter((name) => name.endsWith('.pack'));
const packPaths = (): readonly string[] => packNames().map((name) => join(directory, name));
const packBytes = (): number => packPaths().reduce((sum, path) => sum + statSync(path).size, 0);

async function openAgain(between: () => void = () => {}): Promise<void> {
  await packs.close();
  between();
  packs = await openPacks(directory);
}
/** A power cut may take the last changes from the index; here it takes all of them. */
const takeIndex = (): void => {
  for (const name of readdirSync(directory)) {
    if (name.startsWith('index.db')) rmSync(join(directory, name));
  }
};

it('keeps what comes at the same time with one write, each content once', async () => {
  const [one, other] = [sample(Buffer.from('one')), sample(Buffer.from('another'))];

  await putAll([one, other, one]);
  await putAll([one]);

  expect(packBytes()).toBe(2 * HEAD_BYTES + 10);
  await expectWhole([one, other]);
});

it('finds everything again, and goes on in the same pack', async () => {
  const before = samples(20, 1000);
  await putAll(before);
  await openAgain();
  const after = samples(20, 1000);
  await putAll(after);

  expect(packNames()).toHaveLength(1);
  await expectWhole([...before, ...after]);
});

it('reads from the packs what the index has lost, removals too', async () => {
  const [kept, removed, again] = [samples(5, 500), samples(5, 500), samples(5, 500)];
  await putAll([...kept, ...removed, ...again]);
  await removeAll([...removed, ...again]);
  await putAll(again);

  await openAgain(takeIndex);

  await expectWhole([...kept, ...again]);
  for (const { digest } of removed) expect(await read(digest)).toBeNull();
});

it('begins a damaged index anew', async () => {
  const some = samples(5, 500);
  await putAll(some);

  await openAgain(() => {
    takeIndex();
    writeFileSync(join(directory, 'index.db'), randomBytes(8192));
  });

  await expectWhole(some);
});

it('leaves nothing behind of changes that failed', async () => {
  const [kept, first, refused, later] = samples(4, 1000) as [Sample, Sample, Sample, Sample];
  await putAll([kept]);
  const written = putAll([first]);
  // Until the first write is under way: the next two wait for it together.
  for (let microtask = 0; microtask < 5; microtask += 1) await null;
  const failing = [putAll([refused]), removeAll([kept])];
  await written;
  const other = new DatabaseSync(join(directory, 'index.db'));
  other.exec('begin immediate');

  const outcomes = await Promise.allSettled(failing);
  other.close();
  await putAll([later]);
  await openAgain(takeIndex);

  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expectWhole([kept, first, later]);
});

it('drops what was not written to its end, and writes over it', async () => {
  const kept = samples(3, 1000);
  await putAll(kept);
  const half = sample(randomBytes(1000));
  const torn = (): void => {
    const { digest, bytes } = half;
    appendFileSync(packPaths()[0] ?? '', writeHead({ kind: 'content', digest, sizeBytes: 1000 }));
    appendFileSync(packPaths()[0] ?? '', bytes.subarray(0, 999));
  };

  await openAgain(torn);
  expect(await read(half.digest)).toBeNull();
  const after = samples(3, 200);
  await putAll(after);
  await openAgain(takeIndex);

  await expectWhole([...kept, ...after]);
  expect(await read(half.digest)).toBeNull();
});

it('takes nothing for a content whose bytes are not those of its digest', async () => {
  const wrong = sample(randomBytes(1000));
  await openAgain(() => {
    const head = writeHead({ kind: 'content', digest: wrong.digest, sizeBytes: 1000 });
    writeFileSync(join(directory, '0000000001.pack'), Buffer.concat([head, randomBytes(1000)]));
  });

  expect(await packs.stat(wrong.digest)).toBeNull();
});

it('mends a content that was damaged when it is put again', async () => {
  const some = samples(2, 1000);
  await putAll(some);
  const [path = ''] = packPaths();
  const bytes = readFileSync(path);
  bytes.fill(0, HEAD_BYTES + 10, HEAD_BYTES + 20);
  writeFileSync(path, bytes);

  await putAll(some);

  await expectWhole(some);
});

it('knows nothing of contents whose pack was lost, and takes them again', async () => {
  const some = samples(3, 1000);
  await putAll(some);
  await openAgain(() => rmSync(packPaths()[0] ?? ''));

  for (const { digest } of some) expect(await packs.stat(digest)).toBeNull();
  await putAll(some);
  await expectWhole(some);
});

it('frees the bytes of removed contents once half of their pack is dead, and keeps the others', async () => {
  const all = samples(1200, 60_000);
  await putAll(all);
  expect(packNames().length).toBeGreaterThan(3);
  const left = all.filter((_, at) => at % 10 === 0);

  await removeAll(all.filter((_, at) => at % 10 !== 0));

  await waitFor(() => packBytes() < 2.5 * left.length * 60_000, { until: 'the packs are small' });
  await expectWhole(left);
  await openAgain();
  await expectWhole(left);
  await openAgain(takeIndex);
  await expectWhole(left);
  await removeAll(left);
  await waitFor(() => packBytes() < 2 ** 20, { until: 'the packs are nearly empty' });
});

it('reads while packs are written anew', async () => {
  const all = samples(600, 60_000);
  await putAll(all);
  const left = all.filter((_, at) => at % 4 === 0);
  const removed = removeAll(all.filter((_, at) => at % 4 !== 0));
  let isDone = false;
  void removed.then(() => {
    isDone = true;
  });

  do await expectWhole(left);
  while (!isDone);

  await expectWhole(left);
});

it('goes on behind a pack that was cut short', async () => {
  const some = samples(3, 1000);
  await putAll(some);
  await openAgain(() => truncateSync(packPaths()[0] ?? '', HEAD_BYTES + 1000));
  const after = samples(3, 1000);
  await putAll([...some, ...after]);

  await expectWhole([...some, ...after]);
});
