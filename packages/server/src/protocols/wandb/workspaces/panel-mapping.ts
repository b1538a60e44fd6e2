import type { RunValueRef } from '@runloom/model';
import { accessorOfName, valueOfName } from './fields.ts';
import type { Json } from './json.ts';

/** A kind of panel on both sides. Members that one side has no word for are left out. */
export interface PanelMapping {
  /** `viewType` on the wire. */
  readonly viewType: string;
  /** Id of our type of panel. */
  readonly type: string;
  /** Whether it is one of ours, where a kind on the wire holds many things. */
  readonly takes?: (config: Json) => boolean;
  readonly read: (config: Json) => Json;
  readonly write: (settings: Json) => Json;
}

export const last = (field: string | null): RunValueRef | undefined =>
  field === null ? undefined : { field, statistic: 'last' };

/** The wire has no word for statistics: the last value stands for them. */
export const accessorOf = (value: RunValueRef | null): string | undefined =>
  value === null ? undefined : (accessorOfName(value.field) ?? undefined);

export const values = (fields: readonly string[]): readonly string[] =>
  fields.flatMap((field) => valueOfName(field) ?? []);

/** Defaults that a schema fills in were not said. */
export const said = <Value>(settings: Json, name: string, value: Value): Value | undefined =>
  Object.hasOwn(settings, name) ? value : undefined;

export function mapMembers<Name extends string, Other extends string>(
  names: Readonly<Partial<Record<Name, Other>>>,
  memberOf: (other: Other) => unknown,
): Json {
  return Object.fromEntries(
    Object.entries(names).map(([name, other]) => [name, memberOf(other as Other)]),
  );
}
