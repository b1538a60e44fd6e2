import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { notFound } from '../../platform/errors.ts';
import { createSignedTexts } from '../../platform/signed-texts.ts';
import type { BlobStore } from '../../stores/blobs/types.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Contents } from '../contents/index.ts';
import type { Metrics } from '../metrics/index.ts';
import type { Run, RunId, Runs } from '../runs/index.ts';
import { makeExport, versionOf } from './maker.ts';
import { createExportStore, type Released, type StoredExport } from './store.ts';
import type { HistoryExport, HistoryExports } from './types.ts';

/** A client that waits longer gives up; the file is there when it asks again. */
const DOWNLOAD_WAIT_MS = 12_000;
/** Who scans can as well read the rows themselves, so waiting for a file must be worth it. */
const SCAN_WAIT_MS = 2_000;
/** A scan reads its file a part at a time, for as long as it takes. */
const LINK_MS = 6 * 3_600_000;
const UNUSED_MS = 24 * 3_600_000;
const USE_NOTED_MS = 3_600_000;
/** Files that wait to be made. */
const MAX_WAITING = 32;

const IS_GOING_ON: ReadonlySet<string> = new Set(['running', 'pending', 'preempting']);

/** Exports of histories over the blob store. `clock` in milliseconds. */
export function createHistoryExports(deps: {
  metadata: MetadataStore;
  blobs: BlobStore;
  contents: Contents;
  runs: Pick<Runs, 'findById'>;
  metrics: Pick<Metrics, 'readRowPage' | 'historyKeys'>;
  /** Signs the addresses. */
  secret: Uint8Array;
  clock?: () => number;
}): HistoryExports {
  const { blobs, contents, runs, metrics } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createExportStore(deps.metadata);
  const links = createSignedTexts(deps.secret, 'runloom history export 1', clock);
  const closing = new AbortController();
  const underWay = new Map<RunId, Promise<StoredExport | null>>();
  const usesNoted = new Map<RunId, number>();
  let last: Promise<unknown> = Promise.resolve();

  const release = async (sizes: Released): Promise<void> => {
    if (sizes.size > 0) await contents.release(sizes);
  };

  async function findTrue(run: Run): Promise<StoredExport | null> {
    // What is inherited may change without the run, so nothing that was made earlier can be relied on.
    if (run.lineage !== null) return null;
    const known = await store.find(run.id);
    if (known === null || known.version !== versionOf(run)) return null;
    if ((await blobs.stat(known.digest)) === null) return null;
    if (clock() - (usesNoted.get(run.id) ?? 0) > USE_NOTED_MS) {
      if (usesNoted.size > 10_000) usesNoted.clear();
      usesNoted.set(run.id, clock());
      await store.noteUse(run.id, clock());
    }
    return known;
  }

  async function makeNow(id: RunId): Promise<StoredExport | null> {
    const made = await makeExport({ blobs, runs, metrics, clock }, id, closing.signal);
    if (made === null) return null;
    await release(await store.put(id, made, clock()));
    await contents.refuseWhileRemoved(made.digest);
    usesNoted.set(id, clock());
    return made;
  }

  /** One file at a time: each reads a whole history, beside those who want to see theirs. */
  function make(id: RunId): Promise<StoredExport | null> {
    const known = underWay.get(id);
    if (known !== undefined) return known;
    if (underWay.size >= MAX_WAITING || closing.signal.aborted) return Promise.resolve(null);
    const making = last.then(() => makeNow(id)).finally(() => underWay.delete(id));
    underWay.set(id, making);
    last = making.catch(() => undefined);
    return making;
  }

  async function find(run: Run, waitMs: number): Promise<StoredExport | null> {
    const known = await findTrue(run);
    if (known !== null) return known;
    const waiting = new AbortController();
    try {
      return await Promise.race([
        make(run.id),
        delay(waitMs, null, { signal: waiting.signal, ref: false }),
      ]);
    } finally {
      waiting.abort();
    }
  }

  const linkTo = (run: Run, { digest, sizeBytes }: StoredExport): HistoryExport => ({
    path: `/storage/histories/${links.sign(`${run.id} ${digest}`, LINK_MS)}/history.parquet`,
    sizeBytes,
  });

  return {
    async forDownload(run) {
      if (IS_GOING_ON.has(run.state)) return null;
      const found = await find(run, DOWNLOAD_WAIT_MS);
      return found === null ? null : linkTo(run, found);
    },

    async forScan(run, address) {
      if (IS_GOING_ON.has(run.state) || run.lineage !== null) return null;
      if ((await findTrue(run)) === null && !(await mayBeUniform(metrics, run))) return null;
      const found = await find(run, SCAN_WAIT_MS);
      if (found?.isUniform !== true) return null;
      const hash = createHash('sha256').update(JSON.stringify(address)).digest('hex');
      return (await store.offer(hash, found.digest)) === found.digest ? linkTo(run, found) : null;
    },

    async openFile(token) {
      const [id, digest] = links.verify(token).split(' ');
      const run = await runs.findById(Number(id) as RunId);
      const found = run === null ? null : await store.find(run.id);
      if (run === null || found === null || found.digest !== digest) {
        throw notFound('This file of a history');
      }
      return {
        name: `${run.name}.parquet`,
        digest,
        sizeBytes: found.sizeBytes,
        async open(range) {
          const body = await blobs.open(digest, range);
          if (body === null) throw notFound('This file of a history');
          return body;
        },
      };
    },

    async removeRuns(runIds) {
      if (runIds.length > 0) await release(await store.removeRuns(runIds, clock()));
    },

    removeUnused: async () => release(await store.removeUnused(clock() - UNUSED_MS, clock())),

    async close() {
      closing.abort();
      await last;
    },
  };
}

/** Whether all keys were logged as often as there are rows: no file needs to be made to see that they were not. */
async function mayBeUniform(metrics: Pick<Metrics, 'historyKeys'>, run: Run): Promise<boolean> {
  const { keys } = await metrics.historyKeys(run);
  const rows = keys.find(({ key }) => key === '_step')?.count ?? 0;
  return rows > 0 && keys.every(({ count }) => count === rows);
}
