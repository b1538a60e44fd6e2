import type { ReportVisibility } from '@runloom/model';
import { type Insertable, type Kysely, type Selectable, sql } from 'kysely';
import { likeLiteral } from '../../stores/metadata/index.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import { type ContentHolder, markRemovals } from '../contents/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { ReportTables } from './tables.ts';
import { searchable } from './text/searchable.ts';
import { encode } from './text/text-store.ts';
import type { ClientFace, Report, ReportId } from './types.ts';

/** Reports of some projects that an actor stands to in the same way. */
export interface ListScope {
  readonly projectIds: readonly ProjectId[];
  /** Visibilities of reports that the actor sees whoever made them. */
  readonly visibilities: readonly ReportVisibility[];
  readonly seesDrafts: boolean;
}

export interface ListQuery {
  readonly scopes: readonly ListScope[];
  /** Whose own reports are seen as well; null for nobody's. */
  readonly own: UserId | null;
  /** In small letters; all occur. */
  readonly words: readonly string[];
  readonly after: { readonly updatedAt: number; readonly id: number } | null;
  readonly limit: number;
}

export type NewReportRow = Omit<Report, 'version' | 'updatedAt'> & {
  readonly author: string;
  readonly body: string;
  readonly snapshot: Uint8Array;
};

/** What a client of W&B wrote. */
export interface ClientText extends ClientFace {
  /** Null when none wrote. */
  readonly text: string | null;
  /** Of the document that the text means. */
  readonly digest: string | null;
}

export type ReportStore = ReturnType<typeof createReportStore>;

type Row = Selectable<ReportTables['reports']>;
type StoredChange = Partial<
  Pick<Report, 'title' | 'description' | 'isDraft' | 'visibility' | 'frameOrigins'>
>;

const COLUMNS = [
  'id',
  'project_id',
  'title',
  'description',
  'is_draft',
  'visibility',
  'frame_origins',
  'created_by',
  'created_at',
  'updated_at',
  'version',
  'preview',
] as const;

/** What is known of reports; their texts are in `text/text-store.ts`. */
export function createReportStore(metadata: MetadataStore) {
  const db: Kysely<ReportTables> = metadata.db.withTables<ReportTables>();

  return {
    async insert(report: NewReportRow): Promise<void> {
      await db
        .insertInto('reports')
        .values({
          id: report.id,
          project_id: report.projectId,
          title: report.title,
          description: report.description,
          is_draft: report.isDraft ? 1 : 0,
          visibility: report.visibility,
          frame_origins: JSON.stringify(report.frameOrigins),
          created_by: report.createdBy,
          created_at: report.createdAt,
          updated_at: report.createdAt,
          version: 0,
          preview: report.preview,
          head_text: headText(report.title, report.description, report.author),
          body_text: report.body,
          snapshot: encode(report.snapshot),
          snapshot_through: 0,
          unversioned_since: report.createdAt,
          // Making it is no change of the text.
          unversioned_by: JSON.stringify([[report.createdBy, 0]]),
          client_text: null,
          client_digest: null,
          client_name: '',
          preview_url: null,
          cover_url: null,
        } satisfies Insertable<ReportTables['reports']>)
        // A view that became a report, and whose server was killed before it was told so.
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },

    async get(id: ReportId): Promise<Report | null> {
      const row = await db
        .selectFrom('reports')
        .select(COLUMNS)
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? toReport(row) : null;
    },

    async change(
      id: ReportId,
      change: StoredChange,
      head: { title: string; description: string; author: string },
      now: number,
    ): Promise<void> {
      const { title, description, isDraft, visibility, frameOrigins } = change;
      await db
        .updateTable('reports')
        .set({
          ...(title !== undefined && { title }),
          ...(description !== undefined && { description }),
          ...(isDraft !== undefined && { is_draft: isDraft ? 1 : 0 }),
          ...(visibility !== undefined && { visibility }),
          ...(frameOrigins !== undefined && { frame_origins: JSON.stringify(frameOrigins) }),
          head_text: headText(head.title, head.description, head.author),
          updated_at: now,
        })
        .where('id', '=', id)
        .execute();
    },

    /** Latest change first. */
    async list({ scopes, own, words, after, limit }: ListQuery): Promise<readonly Report[]> {
      const some = scopes.filter(({ projectIds }) => projectIds.length > 0);
      if (some.length === 0) return [];
      let query = db
        .selectFrom('reports')
        .select(COLUMNS)
        .where((where) =>
          where.or(
            some.map(({ projectIds, visibilities, seesDrafts }) => {
              const isOwn = where('created_by', '=', own ?? -1);
              return where.and([
                where('project_id', 'in', projectIds),
                where.or([
                  isOwn,
                  where.and([
                    where('visibility', 'in', visibilities),
                    ...(seesDrafts ? [] : [where('is_draft', '=', 0)]),
                  ]),
                ]),
              ]);
            }),
          ),
        );
      for (const word of words) {
        const pattern = `%${likeLiteral(word)}%`;
        query = query.where(
          sql<boolean>`(head_text like ${pattern} escape '\\' or body_text like ${pattern} escape '\\')`,
        );
      }
      if (after !== null) {
        query = query.where((where) =>
          where.or([
            where('updated_at', '<', after.updatedAt),
            where.and([where('updated_at', '=', after.updatedAt), where('id', '<', after.id)]),
          ]),
        );
      }
      const rows = await query
        .orderBy('updated_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toReport);
    },

    /** Of one project, newest first, by the number of their ids. */
    async listByNumber(
      projectId: ProjectId,
      filter: { isDraft?: boolean; name?: string; createdBy?: UserId },
      page: { after: ReportId | null; limit: number },
    ): Promise<readonly Report[]> {
      const { isDraft, name, createdBy } = filter;
      let query = db.selectFrom('reports').select(COLUMNS).where('project_id', '=', projectId);
      if (isDraft !== undefined) query = query.where('is_draft', '=', isDraft ? 1 : 0);
      if (name !== undefined) query = query.where('client_name', '=', name);
      if (createdBy !== undefined) query = query.where('created_by', '=', createdBy);
      if (page.after !== null) query = query.where('id', '<', page.after);
      return (await query.orderBy('id', 'desc').limit(page.limit).execute()).map(toReport);
    },

    async clientText(id: ReportId): Promise<ClientText | null> {
      const row = await db
        .selectFrom('reports')
        .select(['client_text', 'client_digest', 'client_name', 'preview_url', 'cover_url'])
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        text: row.client_text,
        digest: row.client_digest,
        name: row.client_name,
        previewUrl: row.preview_url,
        coverUrl: row.cover_url,
      };
    },

    async putClientText(id: ReportId, client: Partial<ClientText>): Promise<void> {
      const { text, digest, name, previewUrl, coverUrl } = client;
      const columns = {
        ...(text !== undefined && { client_text: text }),
        ...(digest !== undefined && { client_digest: digest }),
        ...(name !== undefined && { client_name: name }),
        ...(previewUrl !== undefined && { preview_url: previewUrl }),
        ...(coverUrl !== undefined && { cover_url: coverUrl }),
      };
      if (Object.keys(columns).length === 0) return;
      await db.updateTable('reports').set(columns).where('id', '=', id).execute();
    },

    async projectsKept(): Promise<readonly ProjectId[]> {
      const rows = await db.selectFrom('reports').select('project_id').distinct().execute();
      return rows.map(({ project_id }) => project_id as ProjectId);
    },

    async idsIn(project: ProjectId): Promise<readonly ReportId[]> {
      const rows = await db
        .selectFrom('reports')
        .select('id')
        .where('project_id', '=', project)
        .execute();
      return rows.map(({ id }) => id as ReportId);
    },

    /** Removes it with all that hangs on it; answers the contents that may have lost their last holder. */
    remove(id: ReportId, now: number): Promise<ReadonlyMap<string, number>> {
      return db.transaction().execute(async (transaction) => {
        const sizes = new Map<string, number>();
        for (const table of ['report_files', 'report_tapes', 'report_tape_files'] as const) {
          const rows = await transaction
            .deleteFrom(table)
            .where('report_id', '=', id)
            .returning(['digest', 'size_bytes'])
            .execute();
          for (const row of rows) sizes.set(row.digest, row.size_bytes);
        }
        const versions = await transaction
          .deleteFrom('report_versions')
          .where('report_id', '=', id)
          .returning('digest')
          .execute();
        for (const { digest } of versions) sizes.set(digest, 0);
        for (const table of [
          'report_updates',
          'report_comments',
          'report_threads',
          'report_links',
        ] as const) {
          await transaction.deleteFrom(table).where('report_id', '=', id).execute();
        }
        await transaction.deleteFrom('reports').where('id', '=', id).execute();
        await markRemovals(transaction, [...sizes.keys()], now);
        return sizes;
      });
    },
  };
}

/** Contents that reports hold: files, documents of versions, tapes and what they name. */
export function createReportContentHolder(metadata: MetadataStore): ContentHolder {
  const db: Kysely<ReportTables> = metadata.db.withTables<ReportTables>();
  return {
    name: 'reports',

    async held(digests) {
      const held = new Set<string>();
      if (digests.length === 0) return held;
      for (const table of HELD_BY) {
        const rows = await db
          .selectFrom(table)
          .select('digest')
          .where('digest', 'in', digests)
          .execute();
        for (const { digest } of rows) held.add(digest);
      }
      return held;
    },
  };
}

const HELD_BY = ['report_files', 'report_versions', 'report_tapes', 'report_tape_files'] as const;

const headText = (title: string, description: string, author: string): string =>
  searchable(`${title}\n${description}\n${author}`);

function toReport(row: Pick<Row, (typeof COLUMNS)[number]>): Report {
  return {
    id: row.id as ReportId,
    projectId: row.project_id as ProjectId,
    title: row.title,
    description: row.description,
    isDraft: row.is_draft === 1,
    visibility: row.visibility as ReportVisibility,
    frameOrigins: JSON.parse(row.frame_origins) as string[],
    createdBy: row.created_by as UserId,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
    preview: row.preview,
  };
}
