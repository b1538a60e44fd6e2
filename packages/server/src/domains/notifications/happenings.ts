import { decodeKey, type NotificationKind, pagePath } from '@runloom/model';
import type { Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { Project, ProjectId, Projects } from '../projects/index.ts';
import type { Run, RunId, Runs } from '../runs/index.ts';
import type { createAccessHappenings } from './access-happenings.ts';
import type { createSettingsStore } from './settings-store.ts';
import type { NotificationTables } from './tables.ts';
import type { NotableEvent } from './types.ts';

const AT_ONCE = 100;
const MAX_TEXT = 500;

const ENDINGS: Readonly<
  Record<string, { kind: NotificationKind; word: string; severity: 'INFO' | 'ERROR' }>
> = {
  finished: { kind: 'run-finished', word: 'finished', severity: 'INFO' },
  failed: { kind: 'run-failed', word: 'failed', severity: 'ERROR' },
  crashed: { kind: 'run-crashed', word: 'crashed', severity: 'ERROR' },
};

/** Whether people are told when a run comes to this state. */
export const isEnding = (state: string): boolean => Object.hasOwn(ENDINGS, state);

type QueueRow = Selectable<NotificationTables['notification_queue']>;

/**
 * Makes events of what runs, alerts, automations and people who want in did. Each row of the queue is told and then taken
 * away; told twice, it is counted once.
 */
export function createHappenings(deps: {
  metadata: MetadataStore;
  runs: Pick<Runs, 'findById'>;
  projects: Pick<Projects, 'findById'>;
  settings: ReturnType<typeof createSettingsStore>;
  access: ReturnType<typeof createAccessHappenings>;
  tell: (event: NotableEvent) => Promise<void>;
}) {
  const { runs, projects, settings, access, tell } = deps;
  const db: Kysely<NotificationTables> = deps.metadata.db.withTables<NotificationTables>();

  const whoCares = async (run: Run): Promise<readonly UserId[]> => [
    ...(run.createdBy === null ? [] : [run.createdBy]),
    ...(await settings.watchers(run.projectId, run.id)),
  ];

  async function runEvent({ id, subject_id, detail }: QueueRow): Promise<NotableEvent | null> {
    const ending = ENDINGS[detail];
    const run = await runs.findById(subject_id as RunId);
    const project = run && (await projects.findById(run.projectId));
    if (ending === undefined || run === null || project === null) return null;
    const { kind, word, severity } = ending;
    return {
      kind,
      to: await whoCares(run),
      by: null,
      subject: { kind: 'project', id: project.id },
      project,
      title: `${nameOf(run)} ${word}`,
      body: run.exitCode === null || run.exitCode === 0 ? '' : `Exit code ${run.exitCode}.`,
      path: pathOf(project, 'runs', run.name),
      severity,
      eventKey: `run ${run.id} ${detail} ${id}`,
      group: { key: `${kind} ${project.id}`, path: pathOf(project) },
    };
  }

  async function alertEvent({ subject_id }: QueueRow): Promise<NotableEvent | null> {
    const alert = await db
      .selectFrom('run_alerts')
      .selectAll()
      .where('id', '=', subject_id)
      .executeTakeFirst();
    const run = alert === undefined ? null : await runs.findById(alert.run_id as RunId);
    const project = run && (await projects.findById(run.projectId));
    if (alert === undefined || run === null || project === null) return null;
    const title = decodeKey(alert.title);
    return {
      kind: 'alert',
      to: await whoCares(run),
      by: null,
      subject: { kind: 'project', id: project.id },
      project,
      title: `${nameOf(run)}: ${title}`,
      body: decodeKey(alert.text).slice(0, MAX_TEXT),
      path: pathOf(project, 'runs', run.name),
      severity: alert.severity as 'INFO' | 'WARN' | 'ERROR',
      eventKey: `alert ${alert.id}`,
      group: { key: `alert ${project.id} ${alert.title.slice(0, 200)}`, path: pathOf(project) },
    };
  }

  async function automationEvent({ subject_id }: QueueRow): Promise<NotableEvent | null> {
    const row = await db
      .selectFrom('automation_executions as e')
      .innerJoin('automations as a', 'a.id', 'e.automation_id')
      .select(['e.id', 'e.event', 'a.id as automation', 'a.name', 'a.created_by'])
      .where('e.id', '=', subject_id)
      .executeTakeFirst();
    if (row === undefined) return null;
    const event = JSON.parse(row.event) as {
      projectId: ProjectId;
      subject: string;
      reason: string;
    };
    const project = await projects.findById(event.projectId);
    if (project === null) return null;
    return {
      kind: 'automation',
      to: [row.created_by as UserId],
      by: null,
      subject: { kind: 'project', id: project.id },
      project,
      title: `The automation ${row.name} acted on ${event.subject}`,
      body: event.reason.slice(0, MAX_TEXT),
      path: `/automations/${row.automation}`,
      eventKey: `automation ${row.id}`,
      group: { key: `automation ${row.automation}`, path: `/automations/${row.automation}` },
    };
  }

  const MAKERS: Readonly<Record<string, (row: QueueRow) => Promise<NotableEvent | null>>> = {
    run: runEvent,
    alert: alertEvent,
    automation: automationEvent,
    'access-request': ({ subject_id }) => access['access-request'](subject_id),
    'access-answer': ({ subject_id }) => access['access-answer'](subject_id),
    invitation: ({ subject_id }) => access.invitation(subject_id),
  };

  return {
    /** Tells what waits. Returns how much there was. */
    async tellAll(): Promise<number> {
      let count = 0;
      for (;;) {
        const rows = await db
          .selectFrom('notification_queue')
          .selectAll()
          .orderBy('id')
          .limit(AT_ONCE)
          .execute();
        if (rows.length === 0) return count;
        for (const row of rows) {
          const event = await MAKERS[row.kind]?.(row);
          if (event) await tell(event);
        }
        await db
          .deleteFrom('notification_queue')
          .where(
            'id',
            'in',
            rows.map(({ id }) => id),
          )
          .execute();
        count += rows.length;
      }
    },
  };
}

const nameOf = ({ displayName, name }: Run): string => displayName || name;

const pathOf = ({ entityName, name }: Project, ...parts: readonly string[]): string =>
  pagePath(entityName, name, ...parts);
