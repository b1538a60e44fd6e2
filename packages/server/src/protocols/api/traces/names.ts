import type { Accounts, UserId } from '../../../domains/accounts/index.ts';
import type { Call } from '../../../domains/calls/index.ts';

/** Names of users by the ids that calls and feedback keep; what is no id of ours stays as it is. */
export async function userNames(
  accounts: Pick<Accounts, 'usernames'>,
  ids: Iterable<string | null>,
): Promise<ReadonlyMap<string | null, string>> {
  const userOf = (id: string): UserId | null =>
    /^\d{1,15}$/.test(id) ? (Number(id) as UserId) : null;
  const told = [...new Set(ids)].filter((id) => id !== null);
  const names = await accounts.usernames(told.map(userOf));
  return new Map(told.map((id) => [id, names.get(userOf(id)) ?? id]));
}

/** `weave:///entity/project/op/name:digest` → `name`; a plain name stays. */
export function opNameOf(opName: string): string {
  return /^weave:\/\/\/[^/]+\/[^/]+\/op\/([^:]+):/s.exec(opName)?.[1] ?? opName;
}

/** The run that `entity/project/run` means, or a bare name in the project of the call. */
export function runOf(
  { wbRunId, wbRunStep, wbRunStepEnd }: Call,
  project: { readonly entityName: string; readonly name: string },
) {
  if (wbRunId === null || wbRunId === '') return null;
  const parts = wbRunId.split('/');
  const [name = ''] = parts.slice(-1);
  const [entity, projectName] =
    parts.length >= 3 ? parts.slice(-3) : [project.entityName, project.name];
  if (name === '' || !entity || !projectName) return null;
  return { entity, project: projectName, name, step: wbRunStep, endStep: wbRunStepEnd };
}
