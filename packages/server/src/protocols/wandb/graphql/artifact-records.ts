import {
  parseRecordFilter,
  RecordFilterError,
  type RecordPredicate,
  type RecordValue,
} from '@runloom/model';
import type { Collection, Version } from '../../../domains/artifacts/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { collectionId } from './artifact-sources.ts';

type Maybe<T> = T | null | undefined;

/** The client's filter as a predicate. @throws RunloomError('invalid') */
export function readRecordFilter(text: Maybe<string>): RecordPredicate {
  try {
    return parseRecordFilter(text);
  } catch (error) {
    if (error instanceof RecordFilterError) throw invalid(error.message);
    throw error;
  }
}

/** `name`, `+name` and `-name`, in snake or camel case. */
export function readOrder(order: Maybe<string>): { field: string; isDescending: boolean } | null {
  const [, sign = '', name = ''] = /^([+-]?)([A-Za-z_]+)$/.exec(order ?? '') ?? [];
  if (name === '') {
    if (order) throw invalid(`${JSON.stringify(order)} is not a field to sort by.`);
    return null;
  }
  return { field: name.replaceAll('_', '').toLowerCase(), isDescending: sign === '-' };
}

export const iso = (millis: number): string =>
  new Date(millis).toISOString().replace(/\.\d+Z$/, 'Z');

/** A collection as filters and orders see it. */
export function collectionValue(
  collection: Collection,
  tags: readonly string[],
  field: string,
): RecordValue {
  switch (field.replaceAll('_', '').toLowerCase()) {
    case 'id':
      return collectionId(collection.id);
    case 'name':
      return collection.name;
    case 'description':
      return collection.description;
    case 'type':
    case 'artifacttype':
    case 'artifacttypename':
      return collection.typeName;
    case 'createdat':
      return iso(collection.createdAt);
    case 'updatedat':
      return iso(collection.updatedAt);
    case 'tag':
    case 'tags':
      return tags;
    case 'state':
      return 'READY';
    default:
      return undefined;
  }
}

/** A version as filters see it. */
export function versionValue(
  version: Version,
  facts: { tags: readonly string[]; aliases: readonly string[] },
  field: string,
): RecordValue {
  switch (field.replaceAll('_', '').toLowerCase()) {
    case 'state':
      return 'COMMITTED';
    case 'digest':
      return version.digest;
    case 'description':
      return version.description;
    case 'size':
      return version.sizeBytes;
    case 'filecount':
      return version.fileCount;
    case 'versionindex':
      return version.index;
    case 'createdat':
      return iso(version.createdAt);
    case 'updatedat':
      return iso(version.updatedAt);
    case 'tag':
    case 'tags':
      return facts.tags;
    case 'alias':
    case 'aliases':
      return facts.aliases;
    default:
      return undefined;
  }
}
