import {
  type EvidenceTape,
  REPORT_EVIDENCE,
  type ReportDocument,
  type ReportNode,
  randomLetters,
  walkDocument,
} from '@runloom/model';
import { invalid, notFound, RunloomError } from '../../platform/errors.ts';
import { hashSecret, newToken } from '../../platform/tokens.ts';
import type { Projects } from '../projects/index.ts';
import type { Access } from './access.ts';
import type { TapeReader } from './evidence.ts';
import type { FileReader } from './files.ts';
import { frozenIn } from './frozen-blocks.ts';
import type { LinkStore } from './link-store.ts';
import { addLink } from './new-link.ts';
import type { Renewals } from './renewal.ts';
import { refuseUnstorable } from './storable-text.ts';
import type { ReportStore } from './store.ts';
import type { TapeHead, TapeStore } from './tape-store.ts';
import type { Texts } from './text/texts.ts';
import type { ReportId, ReportLink, ReportLinks } from './types.ts';

/** How often the use of a link is noted. */
const TOUCH_MS = 60_000;

/**
 * Secret links. Whoever has one sees the report as it is now, its files and the recordings that its
 * blocks are drawn from; no route takes the token for anything else.
 */
export function createLinks(deps: {
  access: Access;
  store: ReportStore;
  links: LinkStore;
  texts: Texts;
  tapes: TapeStore;
  tapeReader: TapeReader;
  fileReader: FileReader;
  renewals: Pick<Renewals, 'start' | 'wasReplaced'>;
  projects: Pick<Projects, 'findById'>;
  clock: () => number;
}): ReportLinks {
  const { access, store, links, texts, tapes, projects, clock } = deps;

  /** @throws RunloomError('not_found') for an unknown token, ('gone') for one that is over */
  async function enterLink(
    token: string,
  ): Promise<{ readonly reportId: ReportId; readonly link: ReportLink }> {
    const found = isToken(token) ? await links.findByHash(hashSecret(token)) : null;
    if (found === null) throw notFound('This link');
    const now = clock();
    const { link, reportId } = found;
    if (link.revokedAt !== null) {
      throw new RunloomError(
        'gone',
        'This link was revoked. Ask whoever gave it to you for a new one.',
      );
    }
    if (link.expiresAt !== null && link.expiresAt <= now) {
      throw new RunloomError(
        'gone',
        'This link has expired. Ask whoever gave it to you for a new one.',
      );
    }
    if (link.lastUsedAt === null || now - link.lastUsedAt >= TOUCH_MS) {
      // A time stamp that can't be written must not turn a reader away.
      await links.touch(link.id, now).catch(() => undefined);
    }
    return { reportId, link };
  }

  const enter = async (token: string): Promise<ReportId> => (await enterLink(token)).reportId;

  async function shownTapes(id: ReportId, document: ReportDocument): Promise<readonly TapeHead[]> {
    const listed = await tapes.list(id);
    const frozen = frozenIn(document);
    return document.content.flatMap(({ attrs }) => {
      const block = attrs?.['block'];
      if (typeof block !== 'string') return [];
      const digest = frozen.get(block);
      const tape = listed.find((one) =>
        digest === undefined ? one.block === block : one.digest === digest,
      );
      return tape === undefined ? [] : [{ ...tape, block }];
    });
  }

  /** A recording that the report of the link shows now. */
  async function findTape(token: string, digest: string) {
    const id = await enter(token);
    const shown = await shownTapes(id, await texts.document(id));
    const tape =
      shown.find((one) => one.digest === digest) ??
      (deps.renewals.wasReplaced(id, digest) ? await tapes.find(id, digest) : null);
    if (tape === null) throw notFound('This recording');
    return { id, tape };
  }

  return {
    async list(actor, id) {
      await access.find(actor, id, 'manage');
      return (await links.list(id)).map(({ link }) => link);
    },

    async recorded(actor, id) {
      await access.find(actor, id, 'manage');
      const document = await texts.document(id);
      const frozen = frozenIn(document);
      const live = document.content.flatMap(({ type, attrs }) => {
        const block = attrs?.['block'];
        return DRAWN.has(type) && typeof block === 'string' && !frozen.has(block) ? [block] : [];
      });
      const times = new Map(
        (await shownTapes(id, document)).map(({ block, recordedAt }) => [block, recordedAt]),
      );
      const known = live.flatMap((block) => times.get(block) ?? []);
      return {
        since: known.length === 0 ? null : Math.min(...known),
        missingCount: live.length - known.length,
      };
    },

    async create(actor, id, { name, expiresAt, isLive }) {
      await access.find(actor, id, 'manage');
      const now = clock();
      if (expiresAt !== null && expiresAt <= now) throw invalid('A link expires in the future.');
      refuseUnstorable('name', name);
      const facts = { id: randomLetters(16), name, expiresAt, isLive };
      return addLink(links, actor, id, { ...facts, token: newToken(), now });
    },

    async revoke(actor, id, link) {
      await access.find(actor, id, 'manage');
      if (!(await links.revoke(id, link, clock()))) throw notFound('This link');
    },

    async open(token, askAs) {
      const { reportId: id, link } = await enterLink(token);
      const report = await store.get(id);
      const project = report && (await projects.findById(report.projectId));
      if (!project) throw notFound('This report');
      const document = await texts.document(id);
      const shown = await shownTapes(id, document);
      const frozen = frozenIn(document);
      const live = shown.filter(({ block }) => !frozen.has(block));
      return {
        report,
        project,
        document: withoutComments(document),
        tapes: shown,
        live: link.isLive ? { isRenewing: deps.renewals.start(id, live, askAs) } : null,
      };
    },

    async file(token, file) {
      const id = await enter(token);
      const document = await texts.document(id);
      const isShown = [...walkDocument(document)].some(({ node }) => node.attrs?.['file'] === file);
      if (!isShown) throw notFound('This file');
      return deps.fileReader.read(id, file);
    },

    async tape(token, digest, addressOf): Promise<EvidenceTape> {
      const { tape } = await findTape(token, digest);
      return { ...(await deps.tapeReader.read(tape, addressOf)), recordedBy: null };
    },

    async tapeFile(token, digest, file) {
      const { id } = await findTape(token, digest);
      return deps.tapeReader.file(id, digest, file);
    },

    async frameOrigins(token) {
      const id = await enter(token).catch(() => null);
      const report = id === null ? null : await store.get(id);
      return report?.frameOrigins ?? [];
    },
  };
}

/** Kinds of blocks that are drawn from answers about projects. */
const DRAWN: ReadonlySet<string> = new Set(REPORT_EVIDENCE);

const isToken = (token: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(token);

/** Readers of a link don't learn that there are comments. */
function withoutComments(document: ReportDocument): ReportDocument {
  const strip = (node: ReportNode): ReportNode => ({
    ...node,
    ...(node.marks && { marks: node.marks.filter(({ type }) => type !== 'comment') }),
    ...(node.content && { content: node.content.map(strip) }),
  });
  return { ...document, content: document.content.map(strip) };
}
