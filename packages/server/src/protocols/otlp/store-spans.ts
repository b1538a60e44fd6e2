import { setImmediate as turn } from 'node:timers/promises';
import { authorOf, type UserActor } from '../../domains/accounts/index.ts';
import type { CallPart } from '../../domains/calls/index.ts';
import type { ProjectId } from '../../domains/projects/index.ts';
import type { OtlpDependencies } from './dependencies.ts';
import { createSpanMapper, originText } from './mapping/index.ts';
import { addressOfResource, type ProjectAddress } from './project-address.ts';
import type { ExportRequest } from './request/index.ts';

/** Others have their turn after so many spans; together they are one insert of a good size. */
const SPANS_A_TURN = 256;
const SPANS_A_WRITE = 4096;

/**
 * Keeps all spans of a request, each in the project that its resource or the request names. Durable
 * when it resolves; sent again, a span replaces itself.
 */
export async function storeSpans(
  deps: OtlpDependencies,
  actor: UserActor,
  request: ExportRequest,
  ofRequest: ProjectAddress | null,
): Promise<void> {
  const projects = await findProjects(deps, actor, request, ofRequest);
  const userId = String(authorOf(actor));
  const mapSpan = createSpanMapper();
  for (const [projectId, groups] of projects) {
    let parts: CallPart[] = [];
    let sinceTurn = 0;
    for (const { origin, spans } of groups) {
      const text = originText(origin);
      for (const span of spans) {
        parts.push(Object.assign(mapSpan(span, text), { userId }));
        sinceTurn += 1;
        if (sinceTurn >= SPANS_A_TURN) {
          await turn();
          sinceTurn = 0;
        }
        if (parts.length >= SPANS_A_WRITE) {
          await deps.calls.write(projectId, parts);
          parts = [];
        }
      }
    }
    if (parts.length > 0) await deps.calls.write(projectId, parts);
  }
}

/** All of them before anything is stored, so that a request that may not write keeps nothing. */
async function findProjects(
  { projects }: OtlpDependencies,
  actor: UserActor,
  request: ExportRequest,
  ofRequest: ProjectAddress | null,
): Promise<ReadonlyMap<ProjectId, ExportRequest['groups'][number][]>> {
  const ids = new Map<string, ProjectId>();
  const found = new Map<ProjectId, ExportRequest['groups'][number][]>();
  for (const group of request.groups) {
    const { entity, project } = addressOfResource(actor, group.origin.resource, ofRequest);
    const address = `${entity}/${project}`;
    const id = ids.get(address) ?? (await projects.ensure(actor, entity, project)).id;
    ids.set(address, id);
    const groups = found.get(id);
    if (groups === undefined) found.set(id, [group]);
    else groups.push(group);
  }
  return found;
}
