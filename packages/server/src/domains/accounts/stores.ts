import type { Kysely } from 'kysely';
import { type CredentialStore, createCredentialStore } from './credential-store.ts';
import { createMemberStore, type MemberStore } from './member-store.ts';
import { type AccountStore, createAccountStore } from './store.ts';
import type { AccountTables } from './tables.ts';

/** The stores of this domain over one connection or transaction. */
export interface AccountStores {
  readonly accounts: AccountStore;
  readonly members: MemberStore;
  readonly credentials: CredentialStore;
  /** Runs `work` with stores of one transaction; only these may be used inside. */
  transaction<T>(work: (stores: AccountStores) => Promise<T>): Promise<T>;
}

export function createAccountStores(db: Kysely<AccountTables>): AccountStores {
  return {
    accounts: createAccountStore(db),
    members: createMemberStore(db),
    credentials: createCredentialStore(db),
    transaction: (work) =>
      db.transaction().execute((transaction) => work(createAccountStores(transaction))),
  };
}
