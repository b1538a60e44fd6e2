import type { Calls } from '../../../domains/calls/index.ts';
import type { ReadCall } from '../../../domains/objects/index.ts';
import type { Projects } from '../../../domains/projects/index.ts';
import { callText } from './call-text.ts';

/** Reads what a reference to a call names, as clients read calls. */
export function createCallReader(deps: {
  readonly calls: Pick<Calls, 'read'>;
  readonly projects: Pick<Projects, 'findById'>;
}): ReadCall {
  return async (projectId, id) => {
    const [call, project] = await Promise.all([
      deps.calls.read(projectId, id),
      deps.projects.findById(projectId),
    ]);
    if (call === null || project === null) return null;
    return callText(call, { projectPath: `${project.entityName}/${project.name}` });
  };
}
