import type { EvidenceAnswer, EvidenceRequest, EvidenceTape } from '@runloom/model';
import { forEachAtOnce } from '../../platform/at-once.ts';
import { notFound, RunloomError, unavailable } from '../../platform/errors.ts';
import { createLimiter } from '../../platform/limiter.ts';
import { type Accounts, authorOf, type UserActor } from '../accounts/index.ts';
import type { Contents } from '../contents/index.ts';
import type { Access } from './access.ts';
import { compareAnswers } from './evidence-compare.ts';
import type { JsonBlobs } from './json-blobs.ts';
import type { TapeHead, TapeStore } from './tape-store.ts';
import type { AskEvidence, ReportEvidence, ReportId } from './types.ts';

const MAX_TAPE_BYTES = 64 * 1024 * 1024;
const ASKED_AT_ONCE = 3;
/** Recordings and checks at the same time: each asks for as much as a whole page. */
const MOST_AT_WORK = 4;
const MOST_WAITING = 40;
/** Recordings that no version shows stay so long: who freezes a block still has to say so in the text. */
const UNUSED_MS = 3_600_000;

/** As it is stored: without time and name, so that the same answers have the same digest. */
interface StoredTape {
  readonly version: 1;
  readonly requests: readonly (EvidenceRequest & { readonly answer: EvidenceAnswer })[];
}

export interface TapeReader {
  read(tape: TapeHead): Promise<Omit<EvidenceTape, 'recordedBy'>>;
}

/** Recorded requests and answers. */
export function createEvidence(deps: {
  access: Access;
  tapes: TapeStore;
  json: JsonBlobs;
  accounts: Pick<Accounts, 'getUser'>;
  contents: Pick<Contents, 'release'>;
  clock: () => number;
}): { readonly evidence: ReportEvidence; readonly reader: TapeReader } {
  const { access, tapes, json, accounts, contents, clock } = deps;
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
    async read({ digest, block, recordedAt }) {
      return { digest, block, recordedAt, requests: [...(await stored(digest)).requests] };
    },
  };

  return {
    reader,
    evidence: {
      async record(actor, id, { block, requests }, ask) {
        await access.find(actor, id, 'write');
        const tape = await inTurn(() => recordAll(requests, ask));
        const recordedBy = authorOf(actor as UserActor);
        const now = clock();
        const digest = await json.keep(tape, async (blob) => {
          const { sizeBytes } = blob;
          await tapes.put(id, {
            digest: blob.digest,
            block,
            recordedBy,
            recordedAt: now,
            sizeBytes,
          });
          return blob.digest;
        });
        await contents.release(await tapes.removeOlder(id, block, now - UNUSED_MS, now));
        return { digest };
      },

      async read(actor, id, digest) {
        await access.find(actor, id, 'read');
        const head = await headOf(id, digest);
        const user = await accounts.getUser(head.recordedBy);
        return { ...(await reader.read(head)), recordedBy: user?.username ?? null };
      },

      async check(actor, id, digest, ask) {
        await access.find(actor, id, 'read');
        await headOf(id, digest);
        const { requests } = await stored(digest);
        const checked = await inTurn(() =>
          someAtOnce(requests, async ({ answer, ...request }) => {
            const { state, changes } = compareAnswers(answer, await askAgain(ask, request));
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

async function recordAll(
  requests: readonly EvidenceRequest[],
  ask: AskEvidence,
): Promise<StoredTape> {
  let bytes = 0;
  const answered = await someAtOnce(requests, async (request) => {
    const answer = await ask(request);
    refuseUnanswered(request, answer);
    bytes += answer.body.length + (request.body?.length ?? 0);
    if (bytes > MAX_TAPE_BYTES) {
      throw new RunloomError(
        'too_large',
        `What this block shows has more than ${MAX_TAPE_BYTES / 1024 / 1024} MB. Show fewer runs or panels in it.`,
      );
    }
    return { ...request, answer };
  });
  return { version: 1, requests: answered };
}

const tooMany = (): RunloomError =>
  new RunloomError('rate_limited', 'Too many blocks are recorded at this moment.', {
    retryAfterSeconds: 2,
  });

/** Passing faults are no difference. */
async function askAgain(ask: AskEvidence, request: EvidenceRequest): Promise<EvidenceAnswer> {
  const answer = await ask(request);
  if (answer.status === 429 || answer.status >= 500) throw comeAgain();
  return answer;
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
