import {
  isToldByDefault,
  NOTIFICATION_KINDS,
  NOTIFICATION_WAYS,
  type NotificationKind,
  NotificationRhythm,
  NotificationSettingsInput,
  type NotificationWay,
} from '@runloom/model';
import type { Kysely } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { RunId } from '../runs/index.ts';
import type { NotificationTables } from './tables.ts';
import type { Settings } from './types.ts';

/** In the place of a run: all of the project. */
const ALL_RUNS = 0;

/** What people chose: by which ways they are told, of what they are not, and what they watch. */
export function createSettingsStore(metadata: MetadataStore) {
  const db: Kysely<NotificationTables> = metadata.db.withTables<NotificationTables>();

  async function read(userId: UserId): Promise<Settings> {
    const row = await db
      .selectFrom('notification_settings')
      .selectAll()
      .where('user_id', '=', userId)
      .executeTakeFirst();
    const chosen = NotificationSettingsInput.shape.choices.safeParse(
      row === undefined ? {} : JSON.parse(row.choices),
    );
    const waysOf = (kind: NotificationKind): ReadonlySet<NotificationWay> =>
      new Set(chosen.data?.[kind] ?? NOTIFICATION_WAYS.filter((way) => isToldByDefault(kind, way)));
    return {
      rhythm: NotificationRhythm.catch('at-once').parse(row?.rhythm),
      choices: new Map(NOTIFICATION_KINDS.map((kind) => [kind, waysOf(kind)])),
      channelId: row?.channel_id ?? null,
      webhookId: row?.webhook_id ?? null,
    };
  }

  return {
    read,

    async write(userId: UserId, settings: Settings, now: number): Promise<void> {
      const values = {
        rhythm: settings.rhythm,
        channel_id: settings.channelId,
        webhook_id: settings.webhookId,
        choices: JSON.stringify(
          Object.fromEntries([...settings.choices].map(([kind, ways]) => [kind, [...ways]])),
        ),
        updated_at: now,
      };
      await db
        .insertInto('notification_settings')
        .values({ user_id: userId, ...values })
        .onConflict((conflict) => conflict.column('user_id').doUpdateSet(values))
        .execute();
    },

    async setMuted(userId: UserId, projectId: ProjectId, isMuted: boolean): Promise<void> {
      const row = { user_id: userId, project_id: projectId };
      if (isMuted) {
        await db
          .insertInto('notification_mutes')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        return;
      }
      await db
        .deleteFrom('notification_mutes')
        .where('user_id', '=', userId)
        .where('project_id', '=', projectId)
        .execute();
    },

    async isMuted(userId: UserId, projectId: ProjectId): Promise<boolean> {
      const row = await db
        .selectFrom('notification_mutes')
        .select('user_id')
        .where('user_id', '=', userId)
        .where('project_id', '=', projectId)
        .executeTakeFirst();
      return row !== undefined;
    },

    async listMutes(userId: UserId): Promise<readonly ProjectId[]> {
      const rows = await db
        .selectFrom('notification_mutes')
        .select('project_id')
        .where('user_id', '=', userId)
        .execute();
      return rows.map(({ project_id }) => project_id as ProjectId);
    },

    async setWatched(
      userId: UserId,
      projectId: ProjectId,
      runId: RunId | null,
      isWatched: boolean,
    ): Promise<void> {
      const row = { user_id: userId, project_id: projectId, run_id: runId ?? ALL_RUNS };
      if (isWatched) {
        await db
          .insertInto('notification_watches')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        return;
      }
      await db
        .deleteFrom('notification_watches')
        .where('user_id', '=', userId)
        .where('project_id', '=', projectId)
        .where('run_id', '=', row.run_id)
        .execute();
    },

    /** Who watches all runs of the project, or this one. */
    async watchers(projectId: ProjectId, runId: RunId | null): Promise<readonly UserId[]> {
      const rows = await db
        .selectFrom('notification_watches')
        .select('user_id')
        .distinct()
        .where('project_id', '=', projectId)
        .where('run_id', 'in', runId === null ? [ALL_RUNS] : [ALL_RUNS, runId])
        .execute();
      return rows.map(({ user_id }) => user_id as UserId);
    },

    async listWatches(
      userId: UserId,
    ): Promise<readonly { readonly projectId: ProjectId; readonly runId: RunId | null }[]> {
      const rows = await db
        .selectFrom('notification_watches')
        .select(['project_id', 'run_id'])
        .where('user_id', '=', userId)
        .orderBy('project_id')
        .orderBy('run_id')
        .execute();
      return rows.map(({ project_id, run_id }) => ({
        projectId: project_id as ProjectId,
        runId: run_id === ALL_RUNS ? null : (run_id as RunId),
      }));
    },
  };
}
