import type { ModelInterface, ModelProviderInput } from '@runloom/model';
import type { z } from 'zod';
import type { Actor, EntityId } from '../accounts/index.ts';

/** Where models are asked for answers. */
export interface ModelProvider {
  readonly name: string;
  readonly interface: ModelInterface;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly hasKey: boolean;
  readonly models: readonly string[];
  readonly updatedAt: number;
}

/** With what is needed to ask. Never leaves the server. */
export interface OpenProvider extends ModelProvider {
  readonly apiKey: string | null;
}

/**
 * Providers of models of users and teams. Who manages the owner makes them; who may write in it uses
 * them. Keys are stored encrypted, go to no other address than the one they were given with, and are
 * never read back.
 */
export interface Providers {
  /**
   * @throws RunloomError('invalid') for an address that may not be called, a name with other signs
   * than `A-Z a-z 0-9 _ . -`, or another address without the key given again
   */
  put(
    actor: Actor,
    entityName: string,
    name: string,
    input: z.output<typeof ModelProviderInput>,
  ): Promise<{ readonly created: boolean; readonly value: ModelProvider }>;
  remove(actor: Actor, entityName: string, name: string): Promise<void>;
  /** By name, for those who may write in the entity. */
  list(actor: Actor, entityName: string): Promise<readonly ModelProvider[]>;
  /** For this server's own use. @throws RunloomError('not_found') */
  open(entityId: EntityId, name: string): Promise<OpenProvider>;
}
