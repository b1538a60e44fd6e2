import { CallQueryError, parseCallQuery } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import type { ProjectId } from '../projects/index.ts';
import { CallValues } from './call-values.ts';
import { toCondition } from './expression-sql.ts';
import { filterConditions } from './filter-sql.ts';
import { textCondition } from './search-sql.ts';
import { Statement } from './statement.ts';
import type { CallFilter, CallQuery } from './types.ts';

/** A statement in the making, with the conditions that calls must meet. */
export interface CallConditions {
  readonly statement: Statement;
  readonly values: CallValues;
  readonly where: readonly string[];
}

/**
 * Compiles what a query asks of calls.
 * @throws RunloomError('invalid') that names what is wrong with it
 */
export function conditionsOf(
  project: ProjectId,
  query: Pick<CallQuery, 'filter' | 'query' | 'text'>,
): CallConditions {
  const statement = new Statement();
  const values = new CallValues(statement, statement.bind('UInt64', project));
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

/** What is wrong with a query is wrong with the request. */
export function asInvalid<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof CallQueryError) throw invalid(error.message);
    throw error;
  }
}
