import {
  allOf,
  type CallSelection,
  callQueryOf,
  FilterTextError,
  parseCallFilter,
  type QueryOperand,
  usersIn,
} from '@runloom/model';
import type { z } from 'zod';
import type { Accounts } from '../../../domains/accounts/index.ts';
import type { Call, CallQuery } from '../../../domains/calls/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
import { invalid } from '../../../platform/errors.ts';

/** What the store is asked for the calls that a request means. @throws RunloomError('invalid') */
export async function queryOfSelection(
  accounts: Pick<Accounts, 'findUser'>,
  project: Project,
  selection: z.output<typeof CallSelection>,
): Promise<CallQuery> {
  const { filter, text, rootsOnly, from, to, run, thread, uses } = selection;
  const conditions: QueryOperand[] = [];
  const startedAt = { $getField: 'started_at' };
  if (from !== undefined) conditions.push({ $gte: [startedAt, { $literal: from / 1_000 }] });
  if (to !== undefined) conditions.push({ $lt: [startedAt, { $literal: to / 1_000 }] });
  if (filter.trim() !== '') conditions.push(await readFilter(accounts, filter));
  const query = allOf(conditions);
  return {
    filter: {
      ...(rootsOnly ? { rootsOnly } : {}),
      ...(run === undefined ? {} : { wbRunIds: [`${project.entityName}/${project.name}/${run}`] }),
      ...(thread === undefined ? {} : { threadIds: [thread] }),
      ...(uses === undefined || uses.length === 0 ? {} : { inputRefs: uses }),
    },
    ...(query === null ? {} : { query: { $expr: query } }),
    ...(text.trim() === '' ? {} : { text: text.trim() }),
  };
}

/** Reads filters of the list of traces for the server's own work. @throws RunloomError('invalid') */
export const createFilterReader =
  (accounts: Pick<Accounts, 'findUser'>) =>
  async (_project: Project, filter: string): Promise<CallQuery> => {
    if (filter.trim() === '') return {};
    const query = allOf([await readFilter(accounts, filter)]);
    return query === null ? {} : { query: { $expr: query } };
  };

/** Pages of calls without those that were taken out of a selection. */
export async function* without(
  pages: AsyncIterable<readonly Call[]>,
  except: readonly string[],
): AsyncGenerator<readonly Call[]> {
  const ids = new Set(except);
  for await (const page of pages) yield page.filter(({ id }) => !ids.has(id));
}

async function readFilter(
  accounts: Pick<Accounts, 'findUser'>,
  text: string,
): Promise<QueryOperand> {
  try {
    const filter = parseCallFilter(text);
    const userIds = new Map<string, string>();
    for (const name of new Set(usersIn(filter))) {
      const user = await accounts.findUser(name);
      if (user !== null) userIds.set(name, String(user.id));
    }
    return callQueryOf(filter, Date.now(), userIds);
  } catch (error) {
    if (!(error instanceof FilterTextError)) throw error;
    throw invalid(`The filter can't be read at character ${error.from + 1}: ${error.message}`);
  }
}
