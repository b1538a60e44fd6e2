import { memberText, memberTexts, objectText, parseWeaveRef, stringOf } from '@runloom/model';
import type { JsonText } from '../objects/index.ts';
import { type Project, tableRef } from '../projects/index.ts';

type Place = Pick<Project, 'entityName' | 'name'>;

/** The object that the Python client publishes for a dataset of this table. */
export function newDatasetText(
  place: Place,
  name: string,
  tableDigest: string,
  description: string | null,
): JsonText {
  return JSON.stringify({
    _type: 'Dataset',
    name,
    description,
    rows: tableRef(place, tableDigest),
    _class_name: 'Dataset',
    _bases: ['Object', 'BaseModel'],
  });
}

/** The same object with other rows; whatever else a client wrote stays as it is. */
export function withRows(
  text: JsonText,
  place: Place,
  tableDigest: string,
  description: string | null | undefined,
): JsonText {
  const members = new Map(memberTexts(text));
  members.set('rows', JSON.stringify(tableRef(place, tableDigest)));
  if (description !== undefined) members.set('description', JSON.stringify(description));
  return objectText(members);
}

/** The digest of the table of a dataset's rows, where it lies in the same project; else null. */
export function tableDigestOf(text: JsonText, place: Place): string | null {
  const rows = stringOf(memberText(text, 'rows'));
  const ref = rows === null ? null : parseWeaveRef(rows);
  if (ref?.kind !== 'table') return null;
  return ref.entity === place.entityName && ref.project === place.name ? ref.digest : null;
}
