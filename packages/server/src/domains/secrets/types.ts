import type { Actor, EntityId } from '../accounts/index.ts';

/** A secret as it may be shown: never its value. */
export interface SecretInfo {
  readonly name: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Text that only this server's secret key opens. */
export interface Seal {
  seal(text: string): string;
  /** @throws Error when it was sealed with another key, or changed */
  open(sealed: string): string;
}

/**
 * Secrets of users and teams, stored encrypted. Who manages the owner puts them in and takes them
 * away; no one reads them back: they only go to the places that integrations send them to.
 */
export interface Secrets {
  /** @throws RunloomError('invalid') for a name other than `[A-Za-z_][A-Za-z0-9_]*`, or a value that is empty or too long */
  put(
    actor: Actor,
    entityName: string,
    name: string,
    value: string,
  ): Promise<{ readonly created: boolean; readonly value: SecretInfo }>;
  remove(actor: Actor, entityName: string, name: string): Promise<void>;
  /** For those who may write in the entity. */
  list(actor: Actor, entityName: string): Promise<readonly SecretInfo[]>;
  /** The value, for this server's own use; null when there is none. */
  reveal(entityId: EntityId, name: string): Promise<string | null>;
  has(entityId: EntityId, name: string): Promise<boolean>;
}
