import type { Trace } from '../../platform/trail.ts';
import type { Directory } from './directory.ts';
import type { Action, Resource } from './types.ts';

/** What was refused, in words of the audit log. */
export async function traceOfRefusal(
  directory: Directory,
  action: Action,
  resource: Resource,
): Promise<Trace> {
  const described = await describe(directory, resource);
  return { action: `${described.resource.kind}:${action}`, ...described };
}

async function describe(directory: Directory, resource: Resource): Promise<Omit<Trace, 'action'>> {
  switch (resource.kind) {
    case 'instance':
      return { resource: { kind: 'instance', name: '' } };
    case 'organization':
      return { resource: { kind: 'organization', name: `#${resource.organizationId}` } };
    case 'entity': {
      const entity = await directory.getEntity(resource.entityId);
      const name = entity?.name ?? `#${resource.entityId}`;
      return {
        resource: { kind: entity?.kind ?? 'entity', name },
        ...(entity && { entity: name }),
      };
    }
    case 'project': {
      const { id, entityId, name } = resource.project;
      const entity = (await directory.getEntity(entityId))?.name;
      const address = `${entity ?? `#${entityId}`}/${name ?? `#${id}`}`;
      return { resource: { kind: 'project', name: address }, ...(entity && { entity }) };
    }
  }
}
