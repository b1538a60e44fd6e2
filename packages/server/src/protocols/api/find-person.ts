import type { Accounts, Actor, User } from '../../domains/accounts/index.ts';

/** Whether this is what somebody or something is called; names are found whatever their case. */
export const isCalled = (name: string, wanted: string): boolean =>
  name.toLowerCase() === wanted.toLowerCase();

/** Somebody by their name, for who shares something with them; null for others and for nobody. */
export async function findPerson(
  accounts: Pick<Accounts, 'searchUsers'>,
  actor: Actor,
  username: string,
): Promise<User | null> {
  const found = await accounts.searchUsers(actor, username);
  return found.find((user) => isCalled(user.username, username)) ?? null;
}
