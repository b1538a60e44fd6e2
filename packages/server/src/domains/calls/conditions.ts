import { CallQueryError, parseCallField, parseCallQuery } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import { CallValues, type KnownOfFields } from './call-values.ts';
import { fieldsIn, readExpandedFields } from './expanded-fields.ts';
import { toCondition } from './expression-sql.ts';
import { filterConditions } from './filter-sql.ts';
import type { CallScope } from './scope.ts';
import { textCondition } from './search-sql.ts';
import { Statement } from './statement.ts';
import type { StoredPaths } from './stored-paths.ts';
import type { CallFilter, CallQuery, ReadPrices, ReadRefs } from './types.ts';

/** A statement in the making, with the conditions that calls must meet. */
export interface CallConditions {
  readonly statement: Statement;
  readonly values: CallValues;
  readonly where: readonly string[];
}

/**
 * Compiles what a query asks of calls.
 * @param known what its fields mean, where that stands in no row; `readConditions` reads it
 * @throws RunloomError('invalid') that names what is wrong with it
 */
export function conditionsOf(
  project: ProjectId,
  query: Pick<CallQuery, 'filter' | 'query' | 'text'>,
  known?: KnownOfFields,
): CallConditions {
  const statement = new Statement();
  const values = new CallValues(statement, statement.bind('UInt64', project), known);
  const where = filterConditions(values, query.filter ?? ({} satisfies CallFilter));
  asInvalid(() => {
    const expression = parseCallQuery(query.query);
    if (expression) where.push(`ifNull(${toCondition(statement, expression, values.read)}, false)`);
  });
  if (query.text !== undefined && query.text.trim() !== '') {
    where.push(textCondition(values, query.text));
  }
  return { statement, values, where };
}

/** What questions of calls are answered from. */
export interface CallReader {
  readonly columns: ColumnStore;
  readonly readRefs: ReadRefs;
  readonly prices: ReadPrices;
  readonly paths: StoredPaths;
}

/**
 * As `conditionsOf`, for a query whose fields may go through references or be costs: what stands behind
 * references and what models cost is read first.
 * @throws RunloomError('invalid') that names what is wrong with it
 */
export async function readConditions(
  reader: CallReader,
  scope: CallScope,
  query: CallQuery,
): Promise<CallConditions> {
  const { expandColumns = [], filter = {}, sort = [] } = query;
  const fields = asInvalid(() => {
    const expression = parseCallQuery(query.query);
    return [
      ...(expression ? fieldsIn(expression) : []),
      ...sort.map(({ field }) => parseCallField(field)),
    ];
  });
  const hasCosts = fields.some((field) => field.kind === 'number' && field.name === 'total_cost');
  const hasPaths = fields.some((field) => field.kind === 'json');
  return conditionsOf(scope.project, query, {
    ...(hasPaths && { stored: await reader.paths.of(scope.project) }),
    ...(hasCosts && { prices: await reader.prices(scope.project, 'all') }),
    ...(expandColumns.length > 0 && {
      expanded: await readExpandedFields(reader, scope, { fields, expandColumns, filter }),
    }),
  });
}

/** What is wrong with a query is wrong with the request. */
export function asInvalid<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof CallQueryError) throw invalid(error.message);
    throw error;
  }
}
