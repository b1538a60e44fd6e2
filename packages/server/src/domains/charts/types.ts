import type { Actor, Entity, UserId } from '../accounts/index.ts';

/** private: for who belongs to its owner; public: for everyone who is signed in. */
export type ChartAccess = 'private' | 'public';

/** A kind of chart that a user or team made: a Vega specification that panels are drawn by. */
export interface CustomChart {
  readonly entityName: string;
  /** Unique within the owner; panels name a chart `entity/name`. */
  readonly name: string;
  readonly displayName: string;
  /** The language of the specification; so far always `vega2`. */
  readonly type: string;
  readonly access: ChartAccess;
  /** JSON text, kept as it was given. */
  readonly spec: string;
  readonly createdBy: UserId;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ChartInput {
  readonly name: string;
  readonly displayName: string;
  readonly type: string;
  readonly access: ChartAccess;
  readonly spec: string;
}

/** Custom charts of users and teams. */
export interface Charts {
  /**
   * Needs the right to write in the entity.
   * @throws RunloomError('invalid') for a name of other than 1–128 letters, digits, `_ - .`, an empty
   *   display name, another type, or more than 1 MB; 'conflict' when the owner has a chart of the name
   */
  create(actor: Actor, entityName: string, input: ChartInput): Promise<CustomChart>;
  /** Those of an owner that the actor may see, by name. */
  list(actor: Actor, entity: Entity): Promise<readonly CustomChart[]>;
  /** @throws RunloomError('not_found') when there is none, or the actor may not see it */
  find(actor: Actor, entityName: string, name: string): Promise<CustomChart>;
}
