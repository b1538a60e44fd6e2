import { EvaluationView } from '@runloom/model';
import { z } from 'zod';
import type { ApiClient } from '../client.ts';
import { ServerError, UsageError } from '../errors.ts';

const EvaluationList = z.object({ evaluations: z.array(EvaluationView) });

export interface Place {
  readonly entity: string;
  readonly project: string;
}

/** As the list of evaluations is asked for, once for both sides. */
export async function listEvaluations(
  api: ApiClient,
  { entity, project }: Place,
): Promise<readonly EvaluationView[]> {
  const path = ['projects', entity, project, 'evaluations'];
  const { evaluations } = await api.get(EvaluationList, path);
  return evaluations;
}

/**
 * The evaluation that somebody means by an id, the address of its page or its reference, its name, or
 * the reference or name of a model. Where several answer to a name the newest does.
 * @throws ServerError that lists what there is, UsageError for a name that is both
 */
export function findEvaluation(
  evaluations: readonly EvaluationView[],
  wanted: string,
  { entity, project }: Place,
): EvaluationView {
  const newest = evaluations.toSorted((a, b) => b.startedAt - a.startedAt);
  const id = idIn(wanted);
  const byId = newest.find((one) => one.id === id);
  if (byId !== undefined) return byId;
  const named = newest.find(({ name }) => name === wanted);
  const modelled = newest.find(({ model }) => model?.ref === wanted || model?.name === wanted);
  if (named !== undefined && modelled !== undefined && named.id !== modelled.id) {
    throw new UsageError(
      `${JSON.stringify(wanted)} is the name of an evaluation (${named.id}) and of a model (evaluated in ${modelled.id}): give one of the ids.`,
    );
  }
  const found = named ?? modelled;
  if (found !== undefined) return found;
  const some = newest.slice(0, 5).map(({ name, id }) => `${JSON.stringify(name)} (${id})`);
  throw new ServerError(
    `${entity}/${project} has no evaluation ${JSON.stringify(wanted)}. ${
      some.length === 0 ? 'It has none at all.' : `The newest are ${some.join(', ')}.`
    }`,
  );
}

/** The last part of an address or of a reference to a call; else the text itself. */
function idIn(text: string): string {
  const [, id] = /\/(?:evaluations|calls?)\/([^/?#]+)(?:[?#].*)?$/.exec(text) ?? [];
  return id === undefined ? text : decodeURIComponent(id);
}
