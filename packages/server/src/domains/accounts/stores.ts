import type { Kysely } from 'kysely';
import { type AccessRequestStore, createAccessRequestStore } from './access-request-store.ts';
import { type CredentialStore, createCredentialStore } from './credential-store.ts';
import { createInvitationStore, type InvitationStore } from './invitation-store.ts';
import { createKeyStore, type KeyStore } from './key-store.ts';
import { createMemberStore, type MemberStore } from './member-store.ts';
import { createProjectMemberStore, type ProjectMemberStore } from './project-member-store.ts';
import { createRoleStore, type RoleStore } from './role-store.ts';
import { createSessionStore, type SessionStore } from './session-store.ts';
import { type AccountStore, createAccountStore } from './store.ts';
import type { AccountTables } from './tables.ts';
import { createUserSearch, type UserSearch } from './user-search.ts';

/** The stores of this domain over one connection or transaction. */
export interface AccountStores {
  readonly accounts: AccountStore;
  readonly members: MemberStore;
  readonly projectMembers: ProjectMemberStore;
  readonly credentials: CredentialStore;
  readonly keys: KeyStore;
  readonly roles: RoleStore;
  readonly requests: AccessRequestStore;
  readonly sessions: SessionStore;
  readonly invitations: InvitationStore;
  readonly search: UserSearch;
  /** Runs `work` with stores of one transaction; only these may be used inside. */
  transaction<T>(work: (stores: AccountStores) => Promise<T>): Promise<T>;
}

/** Runs `work` in a transaction; what was remembered is forgotten once it is committed, and who watches is told. */
export type Change = <T>(work: (inside: AccountStores) => Promise<T>) => Promise<T>;

export function createAccountStores(db: Kysely<AccountTables>): AccountStores {
  return {
    accounts: createAccountStore(db),
    members: createMemberStore(db),
    projectMembers: createProjectMemberStore(db),
    credentials: createCredentialStore(db),
    keys: createKeyStore(db),
    roles: createRoleStore(db),
    requests: createAccessRequestStore(db),
    sessions: createSessionStore(db),
    invitations: createInvitationStore(db),
    search: createUserSearch(db),
    transaction: (work) =>
      db.transaction().execute((transaction) => work(createAccountStores(transaction))),
  };
}
