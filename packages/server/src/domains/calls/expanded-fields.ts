import type { CallField, QueryExpression } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import type { ColumnStore } from '../../stores/columns/types.ts';
import { CallValues } from './call-values.ts';
import {
  type ExpandedField,
  type ExpandedFields,
  fieldKey,
  type JsonField,
} from './expanded-field.ts';
import { expandedPaths, refAt } from './expanding.ts';
import { textOf } from './expression-sql.ts';
import { filterConditions } from './filter-sql.ts';
import type { CallScope } from './scope.ts';
import { selectCalls } from './source.ts';
import { spanAtPath } from './splice.ts';
import { Statement } from './statement.ts';
import type { CallFilter, JsonText, ReadRefs } from './types.ts';

/** Different references that a condition or an order may go through. */
const MAX_REFS = 2000;

/**
 * Reads what stands behind the references that fields go through.
 * @throws RunloomError('invalid') when there are too many different ones
 */
export async function readExpandedFields(
  deps: { readonly columns: ColumnStore; readonly readRefs: ReadRefs },
  scope: CallScope,
  asked: {
    readonly fields: readonly CallField[];
    readonly expandColumns: readonly string[];
    readonly filter: CallFilter;
  },
): Promise<ExpandedFields> {
  const paths = expandedPaths(asked.expandColumns);
  const found = new Map<string, ExpandedField>();
  for (const field of asked.fields) {
    if (field.kind !== 'json' || found.has(fieldKey(field))) continue;
    const through = paths.filter(
      ({ root, path }) =>
        root === field.root &&
        path.length < field.path.length &&
        path.every((segment, at) => segment === field.path[at]),
    );
    const [first] = through;
    if (!first) continue;
    const refs = await distinctRefs(
      deps.columns,
      scope,
      { ...field, path: first.path },
      asked.filter,
    );
    const depths = through.map(({ path }) => path.length);
    const values = await follow(deps.readRefs, scope, refs, field.path, depths);
    found.set(fieldKey(field), { prefix: first.path, values });
  }
  return found;
}

async function distinctRefs(
  store: ColumnStore,
  scope: CallScope,
  field: JsonField,
  filter: CallFilter,
): Promise<readonly string[]> {
  const statement = new Statement();
  const values = new CallValues(statement, statement.bind('UInt64', scope.project));
  const where = filterConditions(values, filter);
  const ref = textOf(values.read(field));
  const calls = selectCalls(statement, scope, {
    select: { r_ref: ref },
    columns: values.columns,
    where: [...where, `startsWith(${ref}, 'weave:///')`],
  });
  const rows = await store.query<{ r_ref: string }>({
    sql: `SELECT DISTINCT r_ref FROM (${calls}) LIMIT ${MAX_REFS + 1}`,
    params: statement.params,
  });
  if (rows.length > MAX_REFS) {
    throw invalid(
      `More than ${MAX_REFS} different references stand at ${[field.root, ...field.path].join('.')}. Filter the calls by op or trace first.`,
    );
  }
  return rows.map(({ r_ref }) => r_ref);
}

/** The JSON behind each reference at the rest of the path, through the references on the way. */
async function follow(
  readRefs: ReadRefs,
  scope: CallScope,
  refs: readonly string[],
  path: readonly string[],
  depths: readonly number[],
): Promise<ReadonlyMap<string, JsonText>> {
  let current = new Map<string, string>(refs.map((ref) => [ref, ref]));
  const found = new Map<string, JsonText>();
  for (const [at, depth] of depths.entries()) {
    const next = depths[at + 1] ?? path.length;
    const wanted = [...new Set(current.values())];
    const read = wanted.length === 0 ? [] : await readRefs(scope.project, wanted);
    const byRef = new Map(wanted.map((ref, index) => [ref, read[index] ?? null]));
    const onwards = new Map<string, string>();
    for (const [origin, ref] of current) {
      const json = byRef.get(ref) ?? null;
      if (json === null) continue;
      const rest = path.slice(depth);
      const span = spanAtPath(json, rest);
      if (span) found.set(origin, json.slice(span.from, span.to));
      const nested = next < path.length ? refAt(json, path.slice(depth, next)) : null;
      if (nested !== null) onwards.set(origin, nested);
    }
    current = onwards;
  }
  return found;
}

/** The fields that an expression looks at. */
export function fieldsIn<Field>(expression: QueryExpression<Field>): Field[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'field':
      return [expression.field];
    case 'convert':
    case 'size':
      return fieldsIn(expression.input);
    case 'and':
    case 'or':
      return expression.operands.flatMap(fieldsIn);
    case 'not':
      return fieldsIn(expression.operand);
    case 'compare':
      return [...fieldsIn(expression.left), ...fieldsIn(expression.right)];
    case 'in':
      return [expression.operand, ...expression.values].flatMap(fieldsIn);
    case 'contains':
      return [...fieldsIn(expression.input), ...fieldsIn(expression.substring)];
  }
}
