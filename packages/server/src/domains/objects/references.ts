import {
  itemText,
  memberText,
  parseWeaveRef,
  type RefStep,
  stringOf,
  type WeaveRef,
} from '@runloom/model';
import { invalid, RunloomError } from '../../platform/errors.ts';
import type { ProjectId } from '../projects/index.ts';
import { findVersion } from './reading.ts';
import type { ObjectRoom } from './room.ts';
import type { JsonText, Objects, ReadReferences, ReferenceScope } from './types.ts';
import type { ValueStore } from './value-store.ts';

const MAX_REFS = 1_000;
/** References that are followed beside each other. */
const AT_ONCE = 32;
/** References that lead to references; longer chains can only be rings. */
const MAX_ROUNDS = 16;
/** Rows of a table that is asked for as one value. */
const MAX_ROWS = 100_000;

interface Pending {
  readonly index: number;
  readonly ref: WeaveRef;
}

/** Follows references through objects, tables and calls, many at once. */
export function createReferences(
  { db, projects, readCall }: Pick<ObjectRoom, 'db' | 'projects' | 'readCall'>,
  values: ValueStore,
  tables: Pick<Objects, 'queryTable'>,
): { readonly readReferences: ReadReferences } {
  async function findProject(scope: ReferenceScope, ref: WeaveRef): Promise<ProjectId | null> {
    try {
      if ('actor' in scope) {
        return (await projects.find(scope.actor, ref.entity, ref.project, 'read')).id;
      }
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
    const own = await projects.findById(scope.project);
    return own?.entityName === ref.entity && own.name === ref.project ? own.id : null;
  }

  async function readObject(
    project: ProjectId,
    ref: Extract<WeaveRef, { kind: 'object' | 'op' }>,
  ): Promise<JsonText | null> {
    try {
      const row = await findVersion(db, project, ref.name, ref.version, ref.kind);
      return await values.get({ value: row.value ?? null, value_blob: row.value_blob });
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Rows by digest for all references into one table, with one read. */
  async function readRows(
    project: ProjectId,
    digest: string,
    rowDigests: readonly string[],
  ): Promise<ReadonlyMap<string, JsonText>> {
    const found = new Map<string, JsonText>();
    for await (const rows of tables.queryTable(project, digest, { rowDigests })) {
      for (const row of rows) found.set(row.digest, row.value);
    }
    return found;
  }

  async function readTable(project: ProjectId, digest: string): Promise<JsonText | null> {
    const rows: string[] = [];
    for await (const some of tables.queryTable(project, digest, { limit: MAX_ROWS + 1 })) {
      for (const { value } of some) rows.push(value);
    }
    if (rows.length > MAX_ROWS) {
      throw new RunloomError(
        'too_large',
        `The table has more than ${MAX_ROWS} rows; read it page by page.`,
      );
    }
    return rows.length === 0 ? null : `[${rows.join(',')}]`;
  }

  async function readRowAt(project: ProjectId, digest: string, index: number) {
    for await (const [row] of tables.queryTable(project, digest, { offset: index, limit: 1 })) {
      return row?.value ?? null;
    }
    return null;
  }

  return {
    async readReferences(scope, refs) {
      // Rooms that ask for a project bound what they ask for, and read once what many references share.
      if ('actor' in scope && refs.length > MAX_REFS) {
        throw invalid(`At most ${MAX_REFS} references can be read at once; ${refs.length} came.`);
      }
      const answers: (JsonText | null)[] = refs.map(() => null);
      const once = createOnce();
      let pending = refs.flatMap((text, index): Pending[] => {
        const ref = parseWeaveRef(text);
        return ref === null ? [] : [{ index, ref }];
      });

      const resolve = async ({ index, ref }: Pending, round: readonly Pending[]) => {
        const project = await once(`project ${ref.entity}/${ref.project}`, () =>
          findProject(scope, ref),
        );
        if (project === null) return [];
        const [value, path] = await readTarget(project, ref, round);
        if (value === null) return [];
        const end = walk(value, path);
        if (end === null) return [];
        if (end.ref !== undefined) return [{ index, ref: end.ref }];
        answers[index] = end.value;
        return [];
      };

      const readTarget = async (
        project: ProjectId,
        ref: WeaveRef,
        round: readonly Pending[],
      ): Promise<readonly [JsonText | null, readonly RefStep[]]> => {
        if (ref.kind === 'call') {
          return [
            await once(`call ${project} ${ref.id}`, () => readCall(project, ref.id)),
            ref.path,
          ];
        }
        if (ref.kind !== 'table') {
          const id = `${ref.kind} ${project} ${ref.name}:${ref.version}`;
          return [await once(id, () => readObject(project, ref)), ref.path];
        }
        const [step, ...rest] = ref.path;
        const table = `${project} ${ref.digest}`;
        if (step === undefined) {
          return [await once(`table ${table}`, () => readTable(project, ref.digest)), rest];
        }
        if (step.edge === 'id') {
          const rows = await once(`rows ${table}`, () => {
            const asked = round.flatMap(({ ref: other }) => rowAskedFor(other, ref));
            return readRows(project, ref.digest, asked);
          });
          return [rows.get(step.value) ?? null, rest];
        }
        if (step.edge !== 'index' || !/^\d{1,15}$/.test(step.value)) return [null, rest];
        const row = Number(step.value);
        return [await once(`row ${table} ${row}`, () => readRowAt(project, ref.digest, row)), rest];
      };

      for (let round = 0; round < MAX_ROUNDS && pending.length > 0; round += 1) {
        once.forget('rows ');
        const now = pending;
        const led: Pending[] = [];
        for (let from = 0; from < now.length; from += AT_ONCE) {
          const some = now.slice(from, from + AT_ONCE);
          led.push(...(await Promise.all(some.map((one) => resolve(one, now)))).flat());
        }
        pending = led;
      }
      return answers;
    },
  };
}

function rowAskedFor(other: WeaveRef, ref: WeaveRef & { kind: 'table' }): string[] {
  const isSame =
    other.kind === 'table' &&
    other.digest === ref.digest &&
    other.entity === ref.entity &&
    other.project === ref.project;
  const [step] = other.path;
  return isSame && step?.edge === 'id' ? [step.value] : [];
}

/** Goes into the value as far as the path leads, or to a reference with what is left of it. */
function walk(
  value: JsonText,
  path: readonly RefStep[],
): { readonly value: JsonText; readonly ref?: undefined } | { readonly ref: WeaveRef } | null {
  let text = value.trim();
  for (const [at, { edge, value: name }] of path.entries()) {
    const target = stringOf(text);
    if (target !== null) {
      const ref = parseWeaveRef(target);
      return ref === null ? null : { ref: { ...ref, path: [...ref.path, ...path.slice(at)] } };
    }
    const part =
      edge === 'index'
        ? /^\d{1,15}$/.test(name)
          ? itemText(text, Number(name))
          : null
        : edge === 'id'
          ? null
          : memberText(text, name);
    if (part === null) return null;
    text = part;
  }
  return { value: text };
}

const isMissing = (error: unknown): boolean =>
  error instanceof RunloomError &&
  (error.code === 'not_found' ||
    error.code === 'forbidden' ||
    error.code === 'invalid' ||
    error.code === 'unauthenticated');

/** Does each thing once, however often it is asked for. */
function createOnce() {
  const done = new Map<string, Promise<unknown>>();
  const once = async <Result>(id: string, work: () => Promise<Result>): Promise<Result> => {
    const known = done.get(id);
    if (known !== undefined) return known as Promise<Result>;
    const started = work();
    done.set(id, started);
    return started;
  };
  return Object.assign(once, {
    /** Of those whose id begins so. */
    forget(prefix: string): void {
      for (const id of done.keys()) if (id.startsWith(prefix)) done.delete(id);
    },
  });
}
