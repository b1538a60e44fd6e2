import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import type { ReadKey } from './call-rows.ts';
import type { CallReader } from './conditions.ts';
import { findKeys, type KeyPart, type SizedKey } from './find-keys.ts';
import { findFirstPage } from './first-page.ts';
import type { CallKey } from './places.ts';
import type { CallScope } from './scope.ts';
import { NO_PATHS } from './stored-paths.ts';
import type { CallQuery } from './types.ts';

/** Places that are found at once; their calls are read in pages. */
const KEYS_AT_ONCE = 50_000;
const PAGE_CALLS = 1_000;
/** Members of one filter. */
const IDS_AT_ONCE = 1_000;
/** Of the payloads in one page; a call that is larger is a page by itself. */
const PAGE_BYTES = 8 * 1024 * 1024;

/** Places of calls that are read together. */
export interface KeyPage {
  readonly scope: CallScope;
  readonly keys: readonly ReadKey[];
}

/**
 * Places of the calls that a query means, in pages of bounded size. In the order of starts each search
 * goes on from where the last one ended, so that a stream of millions costs what it holds.
 * @param readsCalls whether the calls are to come with their places, where that costs little
 */
export async function* listKeys(
  reader: CallReader,
  project: ProjectId,
  query: CallQuery,
  options: Pick<KeyPart, 'readsCalls'> = {},
): AsyncIterable<KeyPage> {
  const first = await findFirstPage(reader, project, query, options);
  if (first !== null) {
    for (const keys of pagesOf(first.keys)) yield { scope: first.scope, keys };
    return;
  }
  let remaining = query.limit ?? Number.POSITIVE_INFINITY;
  let offset = query.offset ?? 0;
  let after: CallKey | undefined;
  while (remaining > 0) {
    const limit = Math.min(remaining, KEYS_AT_ONCE);
    const found = await findKeys(reader, project, query, { limit, offset, after });
    for (const keys of pagesOf(found.keys)) yield { scope: found.scope, keys };
    remaining -= found.keys.length;
    if (found.keys.length < limit) return;
    if (found.isByStart) {
      after = found.keys.at(-1);
      offset = 0;
    } else {
      offset += found.keys.length;
    }
  }
}

function* pagesOf(keys: readonly SizedKey[]): Generator<readonly ReadKey[]> {
  let page: SizedKey[] = [];
  let bytes = 0;
  for (const key of keys) {
    if (page.length > 0 && (page.length === PAGE_CALLS || bytes + key.bytes > PAGE_BYTES)) {
      yield page;
      page = [];
      bytes = 0;
    }
    page.push(key);
    bytes += key.bytes;
  }
  if (page.length > 0) yield page;
}

/** As many as one filter names. */
export function* idsInParts(ids: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    yield ids.slice(from, from + IDS_AT_ONCE);
  }
}

/** Where these calls stand; those that are not there are left out. */
export async function keysOf(
  columns: ColumnStore,
  project: ProjectId,
  ids: readonly string[],
): Promise<readonly CallKey[]> {
  const reader = { columns, readRefs: async () => [], prices: async () => [], paths: NO_PATHS };
  const found: CallKey[] = [];
  for (const callIds of idsInParts(ids)) {
    const filter = { callIds };
    const part = { limit: IDS_AT_ONCE, offset: 0 };
    found.push(...(await findKeys(reader, project, { filter }, part)).keys);
  }
  return found;
}
