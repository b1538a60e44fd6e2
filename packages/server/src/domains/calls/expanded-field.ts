import type { CallField } from '@runloom/model';
import type { JsonText } from './types.ts';

/** A field by a path into JSON. */
export type JsonField = Extract<CallField, { kind: 'json' }>;

/** What stands behind the references at a path: for each of them the JSON that a field means. */
export interface ExpandedField {
  /** Where the references stand in calls. */
  readonly prefix: readonly string[];
  readonly values: ReadonlyMap<string, JsonText>;
}

/** By `fieldKey`. */
export type ExpandedFields = ReadonlyMap<string, ExpandedField>;

export const fieldKey = (field: JsonField): string => JSON.stringify([field.root, ...field.path]);
