import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReportDocument } from '@runloom/model';
import * as Y from 'yjs';
import { createLog } from '../../platform/logging.ts';
import { type BlobStore, openBlobStore } from '../../stores/blobs/index.ts';
import type { UserActor } from '../accounts/index.ts';
import { createContents } from '../contents/index.ts';
import { createProjects } from '../projects/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { createViews, type Views } from '../views/index.ts';
import { createReports, type ReportDomain } from './domain.ts';
import { createReportContentHolder } from './store.ts';
import type { LiveText, ReportId, ReportListener, TextWatcher } from './types.ts';

/** For tests: reports over real, empty stores, with a team of three. */
export interface ReportRoom extends Omit<Room, 'close'> {
  readonly domain: ReportDomain;
  readonly views: Views;
  readonly blobs: BlobStore;
  readonly ada: UserActor;
  readonly bob: UserActor;
  readonly vic: UserActor;
  readonly eve: UserActor;
  /** What listeners were told, in order. */
  readonly told: { readonly kind: string; readonly event: Record<string, unknown> }[];
  /** Another server on the same stores. */
  another(): ReportDomain;
  /** Makes a report of one paragraph. */
  make(text: string): Promise<ReportId>;
  close(): Promise<void>;
}

export const ADDRESS = { entityName: 'vision', projectName: 'looms' };

export async function openReportRoom(): Promise<ReportRoom> {
  const room = await openRoom();
  const { accounts, admin, metadata } = room;
  const directory = await mkdtemp(join(tmpdir(), 'runloom-reports-'));
  const blobs = await openBlobStore({ kind: 'files', directory });
  const holders = [createReportContentHolder(metadata)];
  const contents = createContents({ metadata, blobs, holders });
  const projects = createProjects({ metadata, accounts });
  const clock = () => room.clock.now;
  const views = createViews({ metadata, projects, clock });
  const told: ReportRoom['told'] = [];
  const listener: ReportListener = {
    onComment: (event) => void told.push({ kind: 'comment', event: { ...event } }),
    onMention: (event) => void told.push({ kind: 'mention', event: { ...event } }),
  };
  const log = createLog('silent');
  const domains: ReportDomain[] = [];
  const another = (): ReportDomain => {
    const domain = createReports({
      metadata,
      blobs,
      contents,
      accounts,
      projects,
      views,
      listener,
      secret: new Uint8Array(32).fill(1),
      log,
      clock,
    });
    domains.push(domain);
    return domain;
  };
  const domain = another();
  const users = await Promise.all(['ada', 'bob', 'vic', 'eve'].map((name) => room.user(name)));
  const [ada, bob, vic, eve] = users;
  if (!ada || !bob || !vic || !eve) throw new Error('users are missing');
  await accounts.putOrganization(admin, 'lab');
  await accounts.putTeam(admin, 'lab', 'vision');
  await accounts.putTeamMember(admin, 'lab', 'vision', 'ada', 'member');
  await accounts.putTeamMember(admin, 'lab', 'vision', 'bob', 'member');
  await accounts.putTeamMember(admin, 'lab', 'vision', 'vic', 'viewer');
  await projects.ensure(admin, 'vision', 'looms');
  return {
    ...room,
    domain,
    views,
    blobs,
    ada,
    bob,
    vic,
    eve,
    told,
    another,
    async make(text) {
      const { report } = await domain.reports.create(ada, ADDRESS, {
        title: 'Looms',
        description: '',
        isDraft: false,
        visibility: 'project',
        document: paragraphs(text),
      });
      return report.id;
    },
    async close() {
      for (const one of domains) await one.stop();
      await blobs.close();
      await room.close();
      await rm(directory, { recursive: true });
    },
  };
}

export const paragraphs = (...texts: string[]): ReportDocument => ({
  type: 'doc',
  content: texts.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
});

/** Somebody at work on a text, without a connection between. */
export interface Writer {
  readonly doc: Y.Doc;
  readonly text: LiveText;
  /** Changes of others that came. */
  readonly heard: () => number;
  /** Why it ended; null while it goes on. */
  readonly ended: () => string | null;
  /** Types at the start of the first line, and waits until it is durable. */
  type(letters: string): Promise<void>;
  /** Sends what was typed without waiting. */
  typeOnly(letters: string): void;
  isSaved(): boolean;
}

export async function openWriter(
  domain: ReportDomain,
  actor: UserActor,
  id: ReportId,
): Promise<Writer> {
  const { text } = await domain.reports.openText(actor, id);
  const doc = new Y.Doc();
  let sent = 0;
  let saved = 0;
  let heard = 0;
  let ended: string | null = null;
  let onSaved = () => {};
  const watcher: TextWatcher = {
    changed(update) {
      heard += 1;
      Y.applyUpdate(doc, update, 'others');
    },
    saved(_vector, count) {
      saved = Math.max(saved, count ?? 0);
      onSaved();
    },
    closed(reason) {
      ended = reason.code;
      onSaved();
    },
  };
  text.watch(watcher);
  Y.applyUpdate(doc, await text.encode(), 'others');
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === 'others') return;
    sent += 1;
    text.apply(update, { author: actor.userId, source: watcher, count: sent });
  });
  const typeOnly = (letters: string): void => {
    const block = doc.getXmlFragment('body').get(0);
    const line = block instanceof Y.XmlElement ? block.get(0) : null;
    if (line instanceof Y.XmlText) line.insert(0, letters);
  };
  return {
    doc,
    text,
    heard: () => heard,
    ended: () => ended,
    typeOnly,
    isSaved: () => saved >= sent,
    async type(letters) {
      const { promise, resolve } = Promise.withResolvers<void>();
      onSaved = () => {
        if (saved >= sent || ended !== null) resolve();
      };
      typeOnly(letters);
      await promise;
    },
  };
}
