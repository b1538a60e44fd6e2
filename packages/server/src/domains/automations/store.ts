import type { Generated, Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { EntityId, UserId } from '../accounts/index.ts';
import type { CollectionId } from '../artifacts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type {
  Automation,
  AutomationAction,
  AutomationId,
  AutomationScope,
  EventType,
} from './types.ts';

type AutomationTables = {
  automations: {
    id: Generated<number>;
    entity_id: number;
    scope_kind: string;
    scope_id: number;
    project_id: number | null;
    name: string;
    description: string | null;
    enabled: number;
    event_type: string;
    event_filter: string;
    action: string;
    created_by: number;
    created_at: number;
    updated_at: number;
  };
  automation_runs: { automation_id: number; run_id: number };
  automation_executions: { id: Generated<number>; automation_id: number };
  automation_attempts: { execution_id: number };
};

export function createAutomationStore(metadata: MetadataStore) {
  const db: Kysely<AutomationTables> = metadata.db.withTables<AutomationTables>();

  return {
    /** @throws UniqueViolationError when the owner has one of this name */
    async insert(automation: Omit<Automation, 'id'>): Promise<Automation> {
      const row = await db
        .insertInto('automations')
        .values(toRow(automation))
        .returningAll()
        .executeTakeFirstOrThrow();
      return toAutomation(row);
    },

    /** @throws UniqueViolationError when the owner has another one of this name */
    async update(automation: Automation): Promise<void> {
      await db
        .updateTable('automations')
        .set(toRow(automation))
        .where('id', '=', automation.id)
        .execute();
    },

    async remove(id: AutomationId): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('automation_runs').where('automation_id', '=', id).execute();
        await transaction
          .deleteFrom('automation_attempts')
          .where('execution_id', 'in', (select) =>
            select
              .selectFrom('automation_executions')
              .select('automation_executions.id')
              .where('automation_id', '=', id),
          )
          .execute();
        await transaction
          .deleteFrom('automation_executions')
          .where('automation_id', '=', id)
          .execute();
        await transaction.deleteFrom('automations').where('id', '=', id).execute();
      });
    },

    async get(id: AutomationId): Promise<Automation | null> {
      const row = await db
        .selectFrom('automations')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : toAutomation(row);
    },

    async listOfEntity(entityId: EntityId): Promise<readonly Automation[]> {
      const rows = await db
        .selectFrom('automations')
        .selectAll()
        .where('entity_id', '=', entityId)
        .orderBy('name')
        .execute();
      return rows.map(toAutomation);
    },

    async listOfProject(projectId: ProjectId): Promise<readonly Automation[]> {
      const rows = await db
        .selectFrom('automations')
        .selectAll()
        .where('project_id', '=', projectId)
        .orderBy('name')
        .execute();
      return rows.map(toAutomation);
    },

    /** Those that are on and whose scope holds what happens in the project. */
    async listWatching(place: {
      entityId: EntityId;
      projectId: ProjectId;
    }): Promise<readonly Automation[]> {
      const rows = await db
        .selectFrom('automations')
        .selectAll()
        .where('enabled', '=', 1)
        .where((where) =>
          where.or([
            where('project_id', '=', place.projectId),
            where.and([where('scope_kind', '=', 'entity'), where('scope_id', '=', place.entityId)]),
          ]),
        )
        .orderBy('id')
        .execute();
      return rows.map(toAutomation);
    },
  };
}

function toRow(automation: Omit<Automation, 'id'>) {
  const { scope } = automation;
  return {
    entity_id: automation.entityId,
    scope_kind: scope.kind,
    scope_id: scope.id,
    project_id: scope.kind === 'entity' ? null : projectOf(scope),
    name: automation.name,
    description: automation.description,
    enabled: automation.enabled ? 1 : 0,
    event_type: automation.eventType,
    event_filter: automation.eventFilter,
    action: JSON.stringify(automation.action),
    created_by: automation.createdBy,
    created_at: automation.createdAt,
    updated_at: automation.updatedAt,
  };
}

function toAutomation(row: Selectable<AutomationTables['automations']>): Automation {
  return {
    id: row.id as AutomationId,
    entityId: row.entity_id as EntityId,
    scope: scopeOf(row),
    name: row.name,
    description: row.description,
    enabled: row.enabled === 1,
    eventType: row.event_type as EventType,
    eventFilter: row.event_filter,
    action: JSON.parse(row.action) as AutomationAction,
    createdBy: row.created_by as UserId,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function scopeOf(row: {
  scope_kind: string;
  scope_id: number;
  project_id: number | null;
}): AutomationScope {
  if (row.scope_kind === 'entity') return { kind: 'entity', id: row.scope_id as EntityId };
  const projectId = (row.project_id ?? 0) as ProjectId;
  if (row.scope_kind === 'project') return { kind: 'project', id: projectId };
  return { kind: 'collection', id: row.scope_id as CollectionId, projectId };
}

/** The project that decides who may see it. */
export function projectOf(scope: Exclude<AutomationScope, { kind: 'entity' }>): ProjectId {
  return scope.kind === 'project' ? scope.id : scope.projectId;
}
