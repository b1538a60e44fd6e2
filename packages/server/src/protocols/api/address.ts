import { runPlace } from '@runloom/model';
import type { Action, Actor } from '../../domains/accounts/index.ts';
import type { Project, Projects } from '../../domains/projects/index.ts';
import type { Run, Runs } from '../../domains/runs/index.ts';
import { notFound } from '../../platform/errors.ts';

/**
 * Finds the run at an address, by its name or by `runReference`.
 * @throws RunloomError('not_found') when the actor may not see it
 */
export async function findRun(
  deps: { projects: Pick<Projects, 'find'>; runs: Pick<Runs, 'findIn'> },
  actor: Actor,
  address: { entity: string; project: string; run: string },
  action: Action = 'read',
): Promise<{ project: Project; run: Run }> {
  const place = runPlace(address, address.run);
  const project = await deps.projects.find(actor, place.entity, place.project, action);
  const run = await deps.runs.findIn(project, place.run);
  if (run === null) throw notFound(`The run ${place.run}`);
  return { project, run };
}

/** The number that an address names something by. @throws RunloomError('not_found') for what is none */
export function numberIn(address: string, what: string): number {
  if (/^\d{1,15}$/.test(address)) return Number(address);
  throw notFound(`${what} ${address.slice(0, 50)}`);
}
