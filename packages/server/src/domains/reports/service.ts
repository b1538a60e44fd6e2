import { EMPTY_DOCUMENT } from '@runloom/model';
import { invalid, notFound } from '../../platform/errors.ts';
import {
  type Accounts,
  type Actor,
  authorOf,
  type UserActor,
  type UserId,
} from '../accounts/index.ts';
import type { Contents } from '../contents/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import type { Views } from '../views/index.ts';
import { type Access, rightsIn } from './access.ts';
import { type JsonBlobs, readStoredDocument } from './json-blobs.ts';
import { refuseUnstorable } from './storable-text.ts';
import type { ListScope, ReportStore } from './store.ts';
import { beginText } from './text/fragment.ts';
import { readDocument } from './text/schema.ts';
import { searchable, textsOf } from './text/searchable.ts';
import type { StoredVersion, TextStore } from './text/text-store.ts';
import type { Texts } from './text/texts.ts';
import type {
  FoundReport,
  Report,
  ReportChange,
  ReportId,
  ReportQuery,
  Reports,
  ReportVersion,
} from './types.ts';

/** Views of this type only keep the number of a report. */
export const RESERVED_TYPE = 'report';

const MOST_WORDS = 10;

export interface ReportRoom {
  readonly access: Access;
  readonly store: ReportStore;
  readonly textStore: TextStore;
  readonly texts: Texts;
  readonly json: JsonBlobs;
  readonly accounts: Pick<Accounts, 'getUser' | 'findOwner'>;
  readonly projects: Pick<Projects, 'find' | 'list'>;
  readonly views: Pick<Views, 'create' | 'remove'>;
  readonly contents: Pick<Contents, 'release'>;
  readonly clock: () => number;
}

/** Reports with their texts and versions. */
export function createReportService(room: ReportRoom): Reports {
  const { access, store, textStore, texts, json, accounts, projects, views, contents, clock } =
    room;

  const nameOf = async (id: UserId): Promise<string> =>
    (await accounts.getUser(id))?.username ?? '';

  /** Groups projects by how the actor stands to them, since lists of many ask the store once. */
  async function listIn(actor: Actor, listed: readonly Project[], query: ReportQuery) {
    const standings = new Map<Project['id'], Awaited<ReturnType<Access['standingIn']>>>();
    const scopes = new Map<string, { projectIds: Project['id'][] } & ListScope>();
    for (const project of listed) {
      const standing = await access.standingIn(actor, project);
      standings.set(project.id, standing);
      const key = JSON.stringify([standing.manage, standing.write]);
      const scope = scopes.get(key) ?? {
        projectIds: [],
        visibilities: standing.manage
          ? (['private', 'project', 'organization', 'public'] as const)
          : (['project', 'organization', 'public'] as const),
        seesDrafts: standing.write,
      };
      scope.projectIds.push(project.id);
      scopes.set(key, scope);
    }
    const words = searchable(query.text ?? '')
      .split(/\s+/)
      .filter((word) => word !== '');
    const found = await store.list({
      scopes: [...scopes.values()],
      own: actor.kind === 'user' ? authorOf(actor) : null,
      words: words.slice(0, MOST_WORDS),
      after: readCursor(query.cursor),
      limit: query.limit + 1,
    });
    const byId = new Map(listed.map((project) => [project.id, project]));
    const reports = found.slice(0, query.limit).flatMap((report): FoundReport[] => {
      const project = byId.get(report.projectId);
      const standing = standings.get(report.projectId);
      const may = standing === undefined ? null : rightsIn(report, actor, standing);
      return project === undefined || may === null ? [] : [{ report, project, may }];
    });
    const last = found.length > query.limit ? found[query.limit - 1] : undefined;
    return { reports, cursor: last === undefined ? null : `${last.updatedAt}-${last.id}` };
  }

  async function versionOf(id: ReportId, number: number): Promise<StoredVersion> {
    const version = Number.isSafeInteger(number) ? await textStore.version(id, number) : null;
    if (version === null) throw notFound(`Version ${number} of this report`);
    return version;
  }

  return {
    async create(actor, address, input) {
      const node = readDocument(input.document ?? EMPTY_DOCUMENT);
      checkWords(input);
      const { view, project } = await views.create(actor, address, {
        type: RESERVED_TYPE,
        spec: '{}',
      });
      const { snapshot, document } = beginText(node);
      // Who may make a view is signed in.
      const createdBy = authorOf(actor as UserActor);
      const id = view.id as number as ReportId;
      const { title, description, isDraft, visibility } = input;
      await store.insert({
        id,
        projectId: project.id,
        title,
        description,
        isDraft,
        visibility,
        frameOrigins: [],
        createdBy,
        createdAt: clock(),
        author: await nameOf(createdBy),
        snapshot,
        ...textsOf(document),
      });
      return access.find(actor, id, 'read');
    },

    get: (actor, id, need = 'read') => access.find(actor, id, need),

    async list(actor, address, query) {
      const project = await projects.find(actor, address.entityName, address.projectName, 'read');
      return listIn(actor, [project], query);
    },

    async listAll(actor, entityName, query) {
      const owner =
        entityName === null ? undefined : await accounts.findOwner(actor, entityName, 'read');
      return listIn(actor, await projects.list(actor, owner), query);
    },

    async change(actor, id, change) {
      const { document, ...facts } = change;
      const isManaged = facts.visibility !== undefined || facts.frameOrigins !== undefined;
      const { report } = await access.find(actor, id, isManaged ? 'manage' : 'write');
      checkWords(facts);
      const node = document === undefined ? null : readDocument(document);
      const given = definedMembers(facts);
      if (Object.keys(given).length > 0) {
        const head = { ...report, ...given };
        const author = await nameOf(report.createdBy);
        await store.change(id, given, { ...head, author }, clock());
      }
      if (node !== null) {
        const author = authorOf(actor as UserActor);
        await texts.replace(id, node, { cause: 'replaced', author });
      }
      return access.find(actor, id, 'read');
    },

    async remove(actor, id) {
      await access.find(actor, id, 'manage');
      const sizes = await store.remove(id, clock());
      await texts.drop(id);
      await views.remove(actor, id as number as Parameters<Views['remove']>[1]);
      await contents.release(sizes);
    },

    projectsKept: () => store.projectsKept(),

    async removeProject(project) {
      for (const id of await store.idsIn(project)) {
        const sizes = await store.remove(id, clock());
        await texts.drop(id);
        await contents.release(sizes);
      }
    },

    async document(actor, id) {
      const found = await access.find(actor, id, 'read');
      return { ...found, document: await texts.document(id) };
    },

    async openText(actor, id) {
      const found = await access.find(actor, id, 'read');
      return { ...found, text: await texts.live(id) };
    },

    async versions(actor, id, { before, limit }) {
      await access.find(actor, id, 'read');
      const found = await textStore.versions(id, { before, limit: limit + 1 });
      return { versions: found.slice(0, limit), hasMore: found.length > limit };
    },

    async version(actor, id, number) {
      await access.find(actor, id, 'read');
      const version = await versionOf(id, number);
      return {
        version,
        title: version.title,
        document: await readStoredDocument(json, version.digest),
      };
    },

    async nameVersion(actor, id, name) {
      await access.find(actor, id, 'write');
      const author = authorOf(actor as UserActor);
      return texts.keepVersion(id, { cause: 'named', name, author });
    },

    async restore(actor, id, number): Promise<ReportVersion> {
      await access.find(actor, id, 'write');
      const version = await versionOf(id, number);
      const node = readDocument(await readStoredDocument(json, version.digest));
      const author = authorOf(actor as UserActor);
      return texts.replace(id, node, { cause: 'restored', author, restoredFrom: number });
    },
  };
}

function checkWords({ title, description }: Pick<ReportChange, 'title' | 'description'>): void {
  refuseUnstorable('title', title ?? '');
  refuseUnstorable('description', description ?? '');
}

function readCursor(cursor: string | undefined): { updatedAt: number; id: number } | null {
  if (cursor === undefined) return null;
  const [, updatedAt, id] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor) ?? [];
  if (updatedAt === undefined || id === undefined) {
    throw invalid('This cursor is not one of a list of reports.');
  }
  return { updatedAt: Number(updatedAt), id: Number(id) };
}

type Facts = Partial<
  Pick<Report, 'title' | 'description' | 'isDraft' | 'visibility' | 'frameOrigins'>
>;

function definedMembers(
  facts: { readonly [Name in keyof Facts]?: Facts[Name] | undefined },
): Facts {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined),
  ) as Facts;
}
