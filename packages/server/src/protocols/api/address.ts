import type { Actor } from '../../domains/accounts/index.ts';
import type { Project, Projects } from '../../domains/projects/index.ts';
import type { Run, Runs } from '../../domains/runs/index.ts';
import { notFound } from '../../platform/errors.ts';

/** Finds the run at an address, for reading. @throws RunloomError('not_found') when the actor may not see it */
export async function findRun(
  deps: { projects: Pick<Projects, 'find'>; runs: Pick<Runs, 'findIn'> },
  actor: Actor,
  address: { entity: string; project: string; run: string },
): Promise<{ project: Project; run: Run }> {
  const project = await deps.projects.find(actor, address.entity, address.project, 'read');
  const run = await deps.runs.findIn(project, address.run);
  if (run === null) throw notFound(`The run ${address.run}`);
  return { project, run };
}
