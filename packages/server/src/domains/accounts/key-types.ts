import type { KeyScope } from '@runloom/model';
import type { Actor, KeyReach, ProjectScope, UserActor } from './access-types.ts';
import type { UserId } from './identity-types.ts';

export interface ApiKeyInfo {
  readonly id: number;
  readonly name: string;
  /** The first characters, to recognise it by; the rest is never stored. */
  readonly prefix: string;
  readonly scope: KeyScope;
  /** Null: wherever its user may go. */
  readonly within: KeyReach | null;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

/** A key to be made; unset means: all that its user may, for ever. */
export interface NewApiKey {
  readonly name: string;
  readonly scope?: KeyScope;
  /** A team or person, or one project of theirs. */
  readonly within?: {
    readonly entity: string;
    readonly project?: ProjectScope & { readonly name: string };
  };
  readonly expiresAt?: number;
}

/** API keys: people's own, and those of service accounts. */
export interface KeyOperations {
  listApiKeys(actor: UserActor): Promise<readonly ApiKeyInfo[]>;
  /** Keys of oneself, or of anyone for an instance admin; empty for others. */
  listApiKeysOf(actor: Actor, id: UserId): Promise<readonly ApiKeyInfo[]>;
  /** The key in clear is returned this once. */
  createApiKey(actor: UserActor, key: NewApiKey): Promise<{ key: string; info: ApiKeyInfo }>;
  /** One's own; an instance admin's power reaches all. */
  revokeApiKey(actor: UserActor, id: number): Promise<void>;
  /** Keys of a service account, for who may say who belongs to its team. */
  createServiceKey(
    actor: Actor,
    username: string,
    key: NewApiKey,
  ): Promise<{ key: string; info: ApiKeyInfo }>;
  listServiceKeys(actor: Actor, username: string): Promise<readonly ApiKeyInfo[]>;
  revokeServiceKey(actor: Actor, username: string, id: number): Promise<void>;
}
