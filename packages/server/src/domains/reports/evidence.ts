import type { EvidenceAnswer, EvidenceRequest, EvidenceTape } from '@runloom/model';
import { forEachAtOnce } from '../../platform/at-once.ts';
import { notFound, RunloomError, unavailable } from '../../platform/errors.ts';
import { createLimiter } from '../../platform/limiter.ts';
import { type Accounts, authorOf, type UserActor, type UserId } from '../accounts/index.ts';
import type { Contents } from '../contents/index.ts';
import type { Access } from './access.ts';
import { compareAnswers } from './evidence-compare.ts';
import type { FileReader } from './files.ts';
import type { JsonBlobs } from './json-blobs.ts';
import { keepFiles, withFileAddresses } from './kept-files.ts';
import { isRunList, requestsForLists, runsListed } from './renewed-requests.ts';
import type { TapeHead, TapeStore } from './tape-store.ts';
import type {
  AskEvidence,
  AskedAnswer,
  OpenedFile,
  ReportEvidence,
  ReportFile,
  ReportId,
} from './types.ts';

const MAX_TAPE_BYTES = 64 * 1024 * 1024;
const ASKED_AT_ONCE = 3;
/** Recordings and checks at the same time: each asks for as much as a whole page. */
const MOST_AT_WORK = 4;
const MOST_WAITING = 40;
/** Recordings that no version shows stay so long: who freezes a block still has to say so in the text. */
const UNUSED_MS = 3_600_000;

/** Files that the answers of one recording name. */
const MAX_FILES = 10_000;
const MAX_FILE_BYTES = 4 * 1024 * 1024 * 1024;

/** As it is stored: without time and name, so that the same answers have the same digest. */
interface StoredTape {
  /** Since 2 files are kept, and named by what they hold; before, by signed addresses that have ended. */
  readonly version: 1 | 2;
  readonly requests: readonly (EvidenceRequest & { readonly answer: EvidenceAnswer })[];
}

/**
 * Asks again what a recording asked, and keeps the answers as its block's new recording; the one before
 * stays until the next. Gives the digest of the new one.
 */
export type RenewTape = (id: ReportId, head: TapeHead, ask: AskEvidence) => Promise<string>;

export interface TapeReader {
  read(
    tape: TapeHead,
    addressOf: (file: string) => string,
  ): Promise<Omit<EvidenceTape, 'recordedBy'>>;
  /** A file of a recording that the reader may see. @throws RunloomError('not_found') for any other */
  file(id: ReportId, digest: string, file: string): Promise<OpenedFile>;
}

/** Recorded requests and answers. */
export function createEvidence(deps: {
  access: Access;
  tapes: TapeStore;
  json: JsonBlobs;
  accounts: Pick<Accounts, 'getUser'>;
  contents: Pick<Contents, 'release' | 'findRemoved'>;
  fileReader: Pick<FileReader, 'opened'>;
  clock: () => number;
}): {
  readonly evidence: ReportEvidence;
  readonly reader: TapeReader;
  readonly renew: RenewTape;
} {
  const { access, tapes, json, accounts, contents, fileReader, clock } = deps;
  const inTurn = createLimiter(MOST_AT_WORK, { most: MOST_WAITING, refuse: tooMany });

  async function stored(digest: string): Promise<StoredTape> {
    return (await json.read(digest)) as StoredTape;
  }

  async function headOf(id: ReportId, digest: string): Promise<TapeHead> {
    const head = await tapes.find(id, digest);
    if (head === null) throw notFound('This recording');
    return head;
  }

  const reader: TapeReader = {
    async read({ digest, block, recordedAt }, addressOf) {
      const requests = withFileAddresses((await stored(digest)).requests, addressOf);
      return { digest, block, recordedAt, requests };
    },

    async file(id, digest, name) {
      const file = await tapes.file(id, digest, name);
      if (file === null) throw notFound('This file');
      return fileReader.opened(file);
    },
  };

  /** Keeps a recording; older ones of the block that no version shows go in time. */
  async function keep(
    id: ReportId,
    block: string,
    recordedBy: UserId,
    { tape, files }: AskedTape,
    olderThan = clock() - UNUSED_MS,
  ): Promise<string> {
    const now = clock();
    const digest = await json.keep(tape, async (blob) => {
      const { sizeBytes } = blob;
      const head = { digest: blob.digest, block, recordedBy, recordedAt: now, sizeBytes };
      await tapes.put(id, head, files);
      return blob.digest;
    });
    // From here on they are held; what was removed in this moment is not what the block shows.
    const removed = await contents.findRemoved(files.map((file) => file.digest));
    if (removed.size > 0) throw comeAgain();
    await contents.release(await tapes.removeOlder(id, block, olderThan, now));
    return digest;
  }

  return {
    reader,

    async renew(id, head, ask) {
      const { requests } = await stored(head.digest);
      const asked = await inTurn(() => askAnew(requests, ask));
      // Who opened the page a moment ago still asks for what it named.
      const olderThan = Math.min(head.recordedAt, clock() - UNUSED_MS);
      return keep(id, head.block, head.recordedBy, asked, olderThan);
    },

    evidence: {
      async record(actor, id, { block, requests }, ask) {
        await access.find(actor, id, 'write');
        const asked = await inTurn(() => recordAll(requests, ask));
        return { digest: await keep(id, block, authorOf(actor as UserActor), asked) };
      },

      async read(actor, id, digest, addressOf) {
        await access.find(actor, id, 'read');
        const head = await headOf(id, digest);
        const user = await accounts.getUser(head.recordedBy);
        return { ...(await reader.read(head, addressOf)), recordedBy: user?.username ?? null };
      },

      async file(actor, id, digest, file) {
        await access.find(actor, id, 'read');
        return reader.file(id, digest, file);
      },

      async check(actor, id, digest, ask) {
        await access.find(actor, id, 'read');
        await headOf(id, digest);
        const { requests, version } = await stored(digest);
        const checked = await inTurn(() =>
          someAtOnce(requests, async ({ answer, ...request }) => {
            const asked = await askAgain(ask, request);
            const now = version === 1 ? asked.answer : keepFiles(asked).answer;
            const { state, changes } = compareAnswers(answer, now);
            const { method, path } = request;
            return { method, path, state, changes: [...changes] };
          }),
        );
        return {
          checkedAt: clock(),
          isSame: checked.every(({ state }) => state === 'same'),
          requests: checked,
        };
      },
    },
  };
}

interface AskedTape {
  readonly tape: StoredTape;
  readonly files: readonly ReportFile[];
}

/**
 * The answers to recorded requests as they are now. Where a filter means other runs by now, the requests
 * are those that a page makes of them; where it can't be said which these are, the runs stay those that
 * were drawn, with what they have now.
 * @throws RunloomError where something that was answered is not any more: what was recorded stays
 */
async function askAnew(recorded: StoredTape['requests'], ask: AskEvidence): Promise<AskedTape> {
  const plain = recorded.map(({ answer: _, ...request }): EvidenceRequest => request);
  const lists = recorded.flatMap((one, at) => {
    const request = plain[at];
    return request !== undefined && isRunList(one) ? [{ at, request, answer: one.answer }] : [];
  });
  const listed = await someAtOnce(lists, ({ request }) => ask(request));
  const moves = lists.map(({ answer }, index) => ({
    before: runsListed(answer),
    now: runsListed(listed[index]?.answer ?? answer),
  }));
  const followed = requestsForLists(recorded, moves);
  const requests = followed ?? plain;
  const known = new Map<EvidenceRequest | undefined, AskedAnswer | undefined>(
    lists.map(({ at, answer }, index) => [
      requests[at],
      followed === null ? { answer, files: [] } : listed[index],
    ]),
  );
  const wasAnswered = new Set(requests.filter((_, at) => recorded[at]?.answer.status === 200));
  return recordAll(requests, async (request) => {
    const asked = known.get(request) ?? (await ask(request));
    if (wasAnswered.has(request) && asked.answer.status !== 200) {
      refuseUnanswered(request, asked.answer);
      throw notFound(`What ${request.path} told`);
    }
    return asked;
  });
}

async function recordAll(
  requests: readonly EvidenceRequest[],
  ask: AskEvidence,
): Promise<AskedTape> {
  let bytes = 0;
  const files = new Map<string, ReportFile>();
  const answered = await someAtOnce(requests, async (request) => {
    const asked = await ask(request);
    refuseUnanswered(request, asked.answer);
    const { answer, files: named } = keepFiles(asked);
    for (const file of named) files.set(file.id, file);
    bytes += answer.body.length + (request.body?.length ?? 0);
    if (bytes > MAX_TAPE_BYTES) {
      throw new RunloomError(
        'too_large',
        `What this block shows has more than ${MAX_TAPE_BYTES / 1024 / 1024} MB. Show fewer runs or panels in it.`,
      );
    }
    return { ...request, answer };
  });
  refuseTooMany([...files.values()]);
  return { tape: { version: 2, requests: answered }, files: [...files.values()] };
}

function refuseTooMany(files: readonly ReportFile[]): void {
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (files.length <= MAX_FILES && bytes <= MAX_FILE_BYTES) return;
  throw new RunloomError(
    'too_large',
    `What this block shows has more than ${MAX_FILES} files, or more than ${MAX_FILE_BYTES / 1024 ** 3} GB of them. Show fewer runs, steps or panels in it.`,
  );
}

const tooMany = (): RunloomError =>
  new RunloomError('rate_limited', 'Too many blocks are recorded at this moment.', {
    retryAfterSeconds: 2,
  });

/** Passing faults are no difference. */
async function askAgain(ask: AskEvidence, request: EvidenceRequest): Promise<AskedAnswer> {
  const asked = await ask(request);
  if (asked.answer.status === 429 || asked.answer.status >= 500) throw comeAgain();
  return asked;
}

function refuseUnanswered({ path }: EvidenceRequest, { status, body }: EvidenceAnswer): void {
  if (status === 429 || status >= 500) throw comeAgain();
  if (status === 401 || status === 403) {
    throw new RunloomError('forbidden', `You may not read what ${path} answers.`);
  }
  if (status >= 400 && status !== 404 && status !== 410) {
    throw new RunloomError('invalid', `${path} can’t be recorded: ${body.slice(0, 500)}`);
  }
}

const comeAgain = (): RunloomError =>
  unavailable('Not all that the block shows can be read at this moment. Try again.');

/** What work gives for each item, in their order. */
async function someAtOnce<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  await forEachAtOnce(items.entries(), ASKED_AT_ONCE, null, async ([index, item]) => {
    results[index] = await work(item);
  });
  return results;
}
