import { text } from 'node:stream/consumers';
import { type ArtifactTable, type ExactJson, type FileView, parseExactJson } from '@runloom/model';
import type { Actor } from '../../domains/accounts/index.ts';
import type { Entry, Version } from '../../domains/artifacts/index.ts';
import { findPlace, type Place } from './artifact-references.ts';
import type { ApiDeps } from './deps.ts';

const MOST_TABLES = 100;
const MOST_PARTS = 1_000;
/** Of a file that only says where tables are. */
const MOST_BYTES = 1_000_000;
/** A reference may lead to a reference; circles end here. */
const MOST_STEPS = 4;

/**
 * Tables that values of a history only name by their place in an artifact: joins of two tables
 * (`joined-table`) and tables in parts (`partitioned-table`), with addresses of the files that hold
 * their rows. What is missing, or what the reader may not see, is left out.
 */
export async function findArtifactTables(
  deps: ApiDeps,
  actor: Actor,
  values: readonly ExactJson[],
): Promise<ArtifactTable[]> {
  const named = new Set(values.flatMap(namedTables));
  const tables: ArtifactTable[] = [];
  for (const address of [...named].slice(0, MOST_TABLES)) {
    const place = await findPlace(deps, actor, address);
    const table = place && (await readTable(deps, actor, place));
    if (table) tables.push({ ...table, path: address });
  }
  return tables;
}

function namedTables(value: ExactJson): string[] {
  if (!(value instanceof Map)) return [];
  const type = value.get('_type');
  const path = value.get('artifact_path');
  const isTable = type === 'joined-table' || type === 'partitioned-table';
  return isTable && typeof path === 'string' ? [path] : [];
}

async function readTable(
  deps: ApiDeps,
  actor: Actor,
  place: Place,
): Promise<Omit<ArtifactTable, 'path'> | null> {
  if (!place.path.endsWith('.joined-table.json')) {
    const parts = await findParts(deps, actor, place, MOST_STEPS);
    return parts === null ? null : { parts, join: null };
  }
  const json = await readSmallJson(deps, place);
  const [left, right] = joinKeys(json?.get('join_key'));
  const [first, second] = await Promise.all(
    ['table1', 'table2'].map((name) => {
      const path = json?.get(name);
      if (typeof path !== 'string') return null;
      return findParts(deps, actor, { ...place, path }, MOST_STEPS);
    }),
  );
  if (!first || !second || left === null || right === null) return null;
  return { parts: first, join: { parts: second, left, right } };
}

/** One column of both tables, or a column of each. */
function joinKeys(key: ExactJson | undefined): [string | null, string | null] {
  const both = Array.isArray(key) ? key : [key, key];
  const [left, right] = both;
  return [typeof left === 'string' ? left : null, typeof right === 'string' ? right : null];
}

/** The files that hold a table's rows, in order; null when one of them is not to be had. */
async function findParts(
  deps: ApiDeps,
  actor: Actor,
  { version, path }: Place,
  stepsLeft: number,
): Promise<FileView[] | null> {
  if (stepsLeft === 0) return null;
  const { entries } = await deps.artifacts.listEntries(version, { names: [path], first: 1 });
  const [entry] = entries;
  if (entry === undefined) return null;
  if (entry.ref !== null) {
    const other = await findPlace(deps, actor, entry.ref);
    return other && findParts(deps, actor, other, stepsLeft - 1);
  }
  if (!path.endsWith('.partitioned-table.json')) {
    const file = fileOf(deps, version, entry);
    return file && [file];
  }
  const folder = (await readSmallJson(deps, { version, path }))?.get('parts_path');
  if (typeof folder !== 'string') return null;
  const { files } = await deps.artifacts.listFolder(version, {
    folder: folder.replace(/\/+$/, ''),
    first: MOST_PARTS,
  });
  const parts: FileView[] = [];
  for (const part of files) {
    if (!part.path.endsWith('.table.json')) continue;
    const found = await findParts(deps, actor, { version, path: part.path }, stepsLeft - 1);
    if (found === null) return null;
    parts.push(...found);
  }
  return parts;
}

function fileOf({ artifacts }: ApiDeps, version: Version, entry: Entry): FileView | null {
  const url = artifacts.downloadPath(version, entry);
  if (url === null) return null;
  return {
    name: `${version.collectionName}:v${version.index}/${entry.path}`,
    sizeBytes: entry.sizeBytes,
    mimeType: 'application/json',
    updatedAt: version.updatedAt,
    url,
  };
}

/** Null for what is missing, too large, or no object. */
async function readSmallJson(
  { artifacts }: ApiDeps,
  { version, path }: Place,
): Promise<Map<string, ExactJson> | null> {
  const { entries } = await artifacts.listEntries(version, { names: [path], first: 1 });
  const [entry] = entries;
  if (entry === undefined || entry.ref !== null || entry.sizeBytes > MOST_BYTES) return null;
  const hex = Buffer.from(entry.digest, 'base64').toString('hex');
  const content = await artifacts.findContent(version, hex);
  if (content === null) return null;
  try {
    const json = parseExactJson(await text(await content.open()));
    return json instanceof Map ? json : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
