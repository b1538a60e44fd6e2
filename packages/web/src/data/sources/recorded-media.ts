import type { EvidenceAnswer, EvidenceRequest } from '@runloom/model';

type Recorded = readonly (EvidenceRequest & { readonly answer: EvidenceAnswer })[];

/** What a tape holds of one key of one run. */
interface KeyOnTape {
  /** Steps that were asked for. */
  readonly asked: Set<number>;
  readonly values: Map<number, unknown[]>;
  readonly files: Map<string, unknown>;
  readonly tables: Map<string, unknown>;
}

const VALUES = '/media/values';
const STEPS = /^(.*)\/media\/steps\?(.*)$/;

/**
 * Answers for single steps of media from those that were recorded together, and lists of steps that name
 * what was recorded alone: a slider then has the places that can be shown.
 */
export function createRecordedMedia(requests: Recorded) {
  let known: ReadonlyMap<string, KeyOnTape> | undefined;
  const keys = (): ReadonlyMap<string, KeyOnTape> => {
    known ??= readKeys(requests);
    return known;
  };

  return {
    /** Null where not all of the steps were recorded, or something else is asked. */
    values({ method, path, body }: EvidenceRequest): Response | null {
      if (method !== 'POST' || !path.endsWith(VALUES) || body === null) return null;
      const asked = readAsked(body);
      const found = asked && keys().get(nameOf(path.slice(0, -VALUES.length), asked.key));
      if (!asked || !found || !asked.steps.every((step) => found.asked.has(step))) return null;
      const steps = [...asked.steps].sort((one, other) => one - other);
      const values = steps.flatMap((step) => found.values.get(step) ?? []);
      return Response.json({
        values,
        files: [...found.files.values()],
        artifactTables: [...found.tables.values()],
      });
    },

    /** The recorded list without the steps of which nothing was recorded; null for anything else. */
    steps({ method, path }: EvidenceRequest, answer: EvidenceAnswer | undefined): Response | null {
      const [, run = '', query = ''] = STEPS.exec(path) ?? [];
      if (method !== 'GET' || query === '' || answer?.encoding !== 'text' || answer.status !== 200)
        return null;
      const found = keys().get(nameOf(run, new URLSearchParams(query).get('key') ?? ''));
      if (found === undefined) return null;
      const list = JSON.parse(answer.body) as { steps: number[] };
      const steps = list.steps.filter((step) => found.asked.has(step));
      return Response.json({ ...list, steps, leftOut: list.steps.length - steps.length });
    },
  };
}

const nameOf = (run: string, key: string): string => `${run} ${key}`;

function readKeys(requests: Recorded): ReadonlyMap<string, KeyOnTape> {
  const keys = new Map<string, KeyOnTape>();
  for (const { method, path, body, answer } of requests) {
    if (method !== 'POST' || !path.endsWith(VALUES) || body === null) continue;
    const asked = readAsked(body);
    if (asked === null || answer.encoding !== 'text' || answer.status !== 200) continue;
    const name = nameOf(path.slice(0, -VALUES.length), asked.key);
    const own = keys.get(name) ?? {
      asked: new Set(),
      values: new Map(),
      files: new Map(),
      tables: new Map(),
    };
    keys.set(name, own);
    const read = JSON.parse(answer.body) as {
      values: { step: number }[];
      files: { name: string }[];
      artifactTables?: { path: string }[];
    };
    const values = Map.groupBy(read.values, ({ step }) => step);
    for (const step of asked.steps) {
      own.asked.add(step);
      own.values.set(step, values.get(step) ?? []);
    }
    for (const file of read.files) own.files.set(file.name, file);
    for (const table of read.artifactTables ?? []) own.tables.set(table.path, table);
  }
  return keys;
}

function readAsked(
  body: string,
): { readonly key: string; readonly steps: readonly number[] } | null {
  const asked = JSON.parse(body) as { key?: unknown; steps?: unknown };
  return typeof asked.key === 'string' && Array.isArray(asked.steps)
    ? { key: asked.key, steps: asked.steps as number[] }
    : null;
}
