import {
  type ExactJson,
  MediaKeys,
  MediaSteps,
  MediaValues,
  MediaValuesRequest,
  parseExactJson,
  toApiJson,
} from '@runloom/model';
import { z } from 'zod';
import type { Actor } from '../../domains/accounts/index.ts';
import type { RunFile } from '../../domains/files/index.ts';
import { historyParts, ownerOf, type Run } from '../../domains/runs/index.ts';
import { RunloomError } from '../../platform/errors.ts';
import { findRun } from './address.ts';
import { findArtifactTables } from './artifact-tables.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** What rows hold besides values that name a type of their own. */
const PLAIN_TYPES = new Set(['number', 'string', 'boolean', 'nil', 'list', 'map']);
const MOST_STEPS = 100_000;
/** A table of images names one file a cell; what is beyond is not linked. */
const MOST_FILES = 10_000;
const MOST_DEPTH = 6;

const StepsQuery = z.object({
  key: z.string().min(1),
  after: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(MOST_STEPS).default(MOST_STEPS),
});

/** Images, sounds, tables, histograms and the like: where they are, and what they say. */
export function mediaRoutes(deps: ApiDeps): ApiRoute[] {
  const { metrics } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/media',
      summary: 'Keys of the history that hold media, tables or histograms',
      policy: 'checked-by-domain',
      answer: { json: MediaKeys },
      async handle({ actor, params }) {
        const { run } = await findRun(deps, actor, params);
        const found = new Map<string, { type: string; count: number }[]>();
        for (const { key, type, count } of (await metrics.historyKeys(run)).keys) {
          if (PLAIN_TYPES.has(type)) continue;
          const types = found.get(key) ?? [];
          types.push({ type, count });
          found.set(key, types);
        }
        const labels = new Map<string, MaskLabels>();
        for await (const owner of writersOf(deps, actor, run)) {
          for (const [key, ofKey] of maskLabels(owner)) {
            labels.set(key, { ...ofKey, ...labels.get(key) });
          }
        }
        const keys = Array.from(found, ([key, types]) => ({
          key,
          types: types.sort((a, b) => b.count - a.count).map(({ type }) => type),
          count: types.reduce((sum, { count }) => sum + count, 0),
          // The client names a nested value by its own member only.
          maskLabels: labels.get(key) ?? labels.get(key.slice(key.lastIndexOf('.') + 1)) ?? {},
        }));
        return { keys: keys.sort((a, b) => (a.key < b.key ? -1 : 1)) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/media/steps',
      summary: 'Steps that hold a value of a key which is no number',
      policy: 'checked-by-domain',
      query: StepsQuery,
      answer: { json: MediaSteps },
      async handle({ actor, params, query }) {
        const { run } = await findRun(deps, actor, params);
        const after = query.after === undefined ? null : BigInt(query.after);
        const found = await metrics.objectSteps(run, query.key, { after, limit: query.limit + 1 });
        const steps = found.slice(0, query.limit).map(Number);
        return { steps, next: found.length > query.limit ? (steps.at(-1) ?? null) : null };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/runs/{entity}/{project}/{run}/media/values',
      summary: 'Values of a key at some steps, with addresses of the files that they name',
      policy: 'checked-by-domain',
      reads: true,
      body: MediaValuesRequest,
      answer: { json: MediaValues },
      async handle({ actor, params, body }) {
        const { run } = await findRun(deps, actor, params);
        const found = await metrics.valuesAt(run, body.key, body.steps.map(BigInt));
        const paths = new Set<string>();
        for (const { value } of found) collectPaths(value, paths, 0);
        const files = await findFiles(deps, actor, run, [...paths].slice(0, MOST_FILES));
        const values = found.map(({ value }) => value);
        return {
          artifactTables: await findArtifactTables(deps, actor, values),
          values: found.map(({ step, value }) => ({ step: Number(step), value: toApiJson(value) })),
          files: files.map((file) => {
            const { name, sizeBytes, mimeType, updatedAt } = file;
            return { name, sizeBytes, mimeType, updatedAt, url: deps.files.createDownload(file) };
          }),
        };
      },
    }),
  ];
}

function collectPaths(value: ExactJson, into: Set<string>, depth: number): void {
  if (depth > MOST_DEPTH) return;
  if (Array.isArray(value)) {
    for (const one of value) collectPaths(one, into, depth + 1);
  }
  if (!(value instanceof Map)) return;
  for (const [name, member] of value) {
    if (name === 'path' && typeof member === 'string') into.add(member);
    else if (name === 'filenames' && Array.isArray(member)) {
      for (const one of member) if (typeof one === 'string') into.add(one);
    } else collectPaths(member, into, depth + 1);
  }
}

/** Files of the run; those of rows that it inherited stand with the run that wrote them. */
async function findFiles(
  deps: ApiDeps,
  actor: Actor,
  run: Run,
  names: readonly string[],
): Promise<readonly RunFile[]> {
  const found: RunFile[] = [];
  let missing = names;
  for await (const owner of writersOf(deps, actor, run)) {
    if (missing.length === 0) break;
    const { files } = await deps.files.list(owner, { names: missing, first: MOST_FILES });
    found.push(...files);
    const known = new Set(files.map(({ name }) => name));
    missing = missing.filter((name) => !known.has(name));
  }
  return found;
}

/** The run, then those that wrote what it inherited, as far as they are still there. */
async function* writersOf(deps: ApiDeps, actor: Actor, run: Run): AsyncGenerator<Run> {
  yield run;
  const others = new Set(historyParts(run).map(({ source }) => ownerOf(source)));
  others.delete(run.id);
  for (const id of others) {
    try {
      yield (await deps.runs.get(actor, id, 'read')).run;
    } catch (error) {
      // A parent may be deleted: its files are gone then, the run's own are not.
      if (!(error instanceof RunloomError && error.code === 'not_found')) throw error;
    }
  }
}

/** Names of classes by mask and class number. */
type MaskLabels = Record<string, Record<string, string>>;

const DELIMITER = '_wandb_delimeter_';

/** Names of classes by key and mask, as the client keeps them in the config: `_wandb.value["mask/class_labels"]`. */
function maskLabels(run: Run): Map<string, MaskLabels> {
  const labels = new Map<string, MaskLabels>();
  for (const [name, entry] of mapAt(parsed(run.config), '_wandb', 'value', 'mask/class_labels')) {
    const at = name.lastIndexOf(DELIMITER);
    if (at < 0) continue;
    const key = name.slice(0, at);
    const ofKey: MaskLabels = labels.get(key) ?? Object.create(null);
    const names: Record<string, string> = Object.create(null);
    for (const [id, label] of mapAt(entry, 'value')) {
      if (typeof label === 'string') names[id] = label;
    }
    ofKey[name.slice(at + DELIMITER.length)] = names;
    labels.set(key, ofKey);
  }
  return labels;
}

function mapAt(value: ExactJson, ...path: readonly string[]): ReadonlyMap<string, ExactJson> {
  let at: ExactJson | undefined = value;
  for (const name of path) at = at instanceof Map ? at.get(name) : undefined;
  return at instanceof Map ? at : new Map();
}

function parsed(text: string): ExactJson {
  try {
    return parseExactJson(text);
  } catch {
    // One damaged text must not hide the run.
    return new Map();
  }
}
