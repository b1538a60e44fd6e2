import { parseViewSpec } from '@runloom/model';
import type { Kysely } from 'kysely';
import { invalid } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import {
  type Accounts,
  type Actor,
  authorOf,
  type Entity,
  type UserId,
} from '../accounts/index.ts';
import { serializeSpec } from './spec-text.ts';
import type { TemplateScope, WorkspaceTemplate, WorkspaceTemplates } from './types.ts';

type TemplateTables = {
  workspace_templates: {
    entity_id: number;
    spec: string;
    updated_by: number;
    updated_at: number;
  };
};

/** Templates of workspaces, one an owner. `clock` in milliseconds. */
export function createTemplates(deps: {
  metadata: MetadataStore;
  accounts: Pick<
    Accounts,
    'authorize' | 'findEntity' | 'findOwner' | 'getEntity' | 'entityOfOrganization'
  >;
  clock?: () => number;
}): WorkspaceTemplates {
  const { accounts } = deps;
  const clock = deps.clock ?? Date.now;
  const db: Kysely<TemplateTables> = deps.metadata.db.withTables<TemplateTables>();

  const above = async ({ organizationId }: Entity): Promise<Entity | null> =>
    organizationId === null ? null : accounts.entityOfOrganization(organizationId);

  async function find(owner: Entity | null): Promise<WorkspaceTemplate | null> {
    if (owner === null) return null;
    const row = await db
      .selectFrom('workspace_templates')
      .selectAll()
      .where('entity_id', '=', owner.id)
      .executeTakeFirst();
    if (row === undefined) return null;
    const { spec, updated_by, updated_at } = row;
    return { spec, owner, updatedBy: updated_by as UserId, updatedAt: updated_at };
  }

  /** Whose template is meant, once the actor is known to be an admin there. */
  async function ownerOf(actor: Actor, entityName: string, scope: TemplateScope): Promise<Entity> {
    const entity = await accounts.findOwner(actor, entityName, 'read');
    const owner = scope === 'entity' ? entity : await above(entity);
    if (owner === null) {
      throw invalid(`${entity.name} belongs to no organization, so that it can have no template.`);
    }
    await accounts.authorize(actor, 'manage', { kind: 'entity', entityId: owner.id });
    return owner;
  }

  return {
    async of({ entityId }) {
      const entity = await accounts.getEntity(entityId);
      if (entity === null) return null;
      return (await find(entity)) ?? find(await above(entity));
    },

    async list(actor, entityName) {
      const entity = await accounts.findOwner(actor, entityName, 'read');
      return { entity: await find(entity), organization: await find(await above(entity)) };
    },

    async put(actor, entityName, scope, spec) {
      const owner = await ownerOf(actor, entityName, scope);
      if (actor.kind === 'anonymous') throw invalid('A template needs an author.');
      const row = {
        spec: serializeSpec(parseViewSpec, spec).text,
        updated_by: authorOf(actor),
        updated_at: clock(),
      };
      await db
        .insertInto('workspace_templates')
        .values({ entity_id: owner.id, ...row })
        .onConflict((conflict) => conflict.column('entity_id').doUpdateSet(row))
        .execute();
    },

    async remove(actor, entityName, scope) {
      const owner = await ownerOf(actor, entityName, scope);
      await db.deleteFrom('workspace_templates').where('entity_id', '=', owner.id).execute();
    },
  };
}
