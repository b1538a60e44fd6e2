import { EvaluationList, EvaluationView, type ProjectAddress } from '@runloom/model';
import type { ApiClient } from '../client.ts';
import { ServerError, UsageError } from '../errors.ts';

/** As many as a page of the list has, and pages of which the newest are looked through. */
const PAGE = 50;
const MOST_PAGES = 20;

/**
 * The evaluation that somebody means by an id, the address of its page or its reference, its name, or
 * the reference or name of a model. Where several answer to a name the newest does.
 * @throws ServerError that lists what there is, UsageError for a name that is both
 */
export async function findEvaluation(
  api: ApiClient,
  place: ProjectAddress,
  wanted: string,
): Promise<EvaluationView> {
  const path = ['projects', place.entity, place.project, 'evaluations'];
  const byId = await api.find(EvaluationView, [...path, idIn(wanted)]);
  if (byId !== null) return byId;
  const newest: EvaluationView[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const asked = { offset: String(page * PAGE), limit: String(PAGE) };
    const { evaluations } = await api.get(EvaluationList, path, new URLSearchParams(asked));
    newest.push(...evaluations);
    const found = chooseByName(newest, wanted);
    if (found !== null) return found;
    if (evaluations.length < PAGE) break;
  }
  const some = newest.slice(0, 5).map(({ name, id }) => `${JSON.stringify(name)} (${id})`);
  throw new ServerError(
    `${place.entity}/${place.project} has no evaluation ${JSON.stringify(wanted)}. ${
      some.length === 0 ? 'It has none at all.' : `The newest are ${some.join(', ')}.`
    }`,
  );
}

/** @param evaluations newest first @throws UsageError for what means two of them */
export function chooseByName(
  evaluations: readonly EvaluationView[],
  wanted: string,
): EvaluationView | null {
  const named = evaluations.find(({ name }) => name === wanted);
  const modelled = evaluations.find(({ model }) => model?.ref === wanted || model?.name === wanted);
  if (named !== undefined && modelled !== undefined && named.id !== modelled.id) {
    throw new UsageError(
      `${JSON.stringify(wanted)} is the name of an evaluation (${named.id}) and of a model (evaluated in ${modelled.id}): give one of the ids.`,
    );
  }
  return named ?? modelled ?? null;
}

/** The last part of an address or of a reference to a call; else the text itself. */
export function idIn(text: string): string {
  const [, id] = /\/(?:evaluations|calls?)\/([^/?#]+)(?:[?#].*)?$/.exec(text) ?? [];
  return id === undefined ? text : decodeURIComponent(id);
}
