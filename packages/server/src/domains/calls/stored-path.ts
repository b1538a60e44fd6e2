import { createHash } from 'node:crypto';
import type { CallRoot } from '@runloom/model';
import type { ProjectId } from '../projects/index.ts';
import { exists, NEGATIVE_ZERO, numberOf, type SqlValue, textOf } from './expression-sql.ts';
import { jsonAtPath } from './json-path.ts';
import type { MadeColumn } from './made-columns.ts';
import type { Statement } from './statement.ts';

/** A path into the JSON of a project's calls whose values stand in columns of their own (`SqlValue.stored`). */
export interface StoredPath {
  readonly project: ProjectId;
  readonly root: CallRoot;
  readonly path: readonly string[];
  readonly number: MadeColumn;
  readonly text: MadeColumn;
}

/** What the names of such columns begin with. */
export const STORED_PREFIX = 'at_';

/** A definition of a column can bind nothing: texts stand in it as digits, whatever they hold. */
export const DIGITS = {
  text: (value: string): string => `unhex('${Buffer.from(value.toWellFormed()).toString('hex')}')`,
  bind: (_type: string, value: unknown): string => String(Number(value)),
};

/** What stands at a path, by the JSON itself. */
export function valueAt(
  statement: Pick<Statement, 'text' | 'bind'>,
  root: CallRoot,
  path: readonly string[],
): SqlValue {
  const json = `if(${root}_plain = '', ${root}, ${root}_plain)`;
  return { kind: 'json', sql: jsonAtPath(statement, json, path) };
}

/** The columns of a path. The same path has the same names wherever they are made. */
export function toStoredPath(
  project: ProjectId,
  root: CallRoot,
  path: readonly string[],
): StoredPath {
  const digest = createHash('sha256').update(JSON.stringify([project, root, ...path]));
  const name = `${STORED_PREFIX}${digest.digest('hex').slice(0, 20)}`;
  const value = valueAt(DIGITS, root, path);
  const text = textOf(value);
  const number = `if(${exists(value)}, ifNull(${numberOf(value)}, nan), inf)`;
  const isWritten = `isFinite(${name}) AND toString(${name}) = ${text} AND ${text} != '${NEGATIVE_ZERO}'`;
  const from = [root, `${root}_plain`] as const;
  return {
    project,
    root,
    path,
    number: { name, from, sql: number },
    text: { name: `${name}_text`, from, sql: `if(${isWritten}, '', ${text})` },
  };
}
