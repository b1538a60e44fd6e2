import { invalid } from '../../platform/errors.ts';
import type { CallValues } from './call-values.ts';
import type { CallFilter } from './types.ts';

/** More members than any list that a client sends. */
const MAX_MEMBERS = 1000;

/**
 * The conditions of a filter, all of which must hold.
 * @throws RunloomError('invalid') for a list that is too long
 */
export function filterConditions(values: CallValues, filter: CallFilter): string[] {
  const conditions: string[] = [];
  const { statement } = values;
  for (const [name, members] of Object.entries(filter)) {
    if (Array.isArray(members) && members.length > MAX_MEMBERS) {
      throw invalid(`${name} of a filter has at most ${MAX_MEMBERS} members.`);
    }
  }
  const { opNames = [], inputRefs = [], outputRefs = [], wbRunIds = [] } = filter;
  if (opNames.length > 0) {
    const column = values.use('op_name');
    conditions.push(
      anyOf(
        opNames,
        (exact) => statement.among(column, exact),
        (prefix) => `startsWith(${column}, ${statement.text(prefix)})`,
      ),
    );
  }
  const refs = [
    ['input_refs', inputRefs],
    ['output_refs', outputRefs],
  ] as const;
  for (const [column, members] of refs) {
    if (members.length === 0) continue;
    const list = `splitByChar('\\n', ${values.use(column)})`;
    conditions.push(
      anyOf(
        members,
        (exact) => exact.map((ref) => `has(${list}, ${statement.text(ref)})`).join(' OR '),
        (prefix) => `arrayExists(ref -> startsWith(ref, ${statement.text(prefix)}), ${list})`,
      ),
    );
  }
  const texts = [
    ['id', filter.callIds],
    ['parent_id', filter.parentIds],
    ['trace_id', filter.traceIds],
    ['turn_id', filter.turnIds],
    ['user_id', filter.userIds],
  ] as const;
  for (const [column, members] of texts) {
    if (members === undefined || members.length === 0) continue;
    conditions.push(statement.among(values.use(column), members));
  }
  // The one list that means nothing when it is empty.
  if (filter.threadIds !== undefined) {
    conditions.push(statement.among(values.use('thread_id'), filter.threadIds));
  }
  if (wbRunIds.length > 0) {
    const column = values.use('wb_run_id');
    const bare = wbRunIds.filter((id) => !id.includes('/'));
    const whole = statement.among(column, wbRunIds);
    const last = `arrayElement(splitByChar('/', toString(${column})), -1)`;
    conditions.push(bare.length === 0 ? whole : `${whole} OR ${statement.among(last, bare)}`);
  }
  if (filter.rootsOnly) conditions.push(`${values.use('parent_id')} = ''`);
  return conditions;
}

/** Names are exact, or stand for all versions: `weave:///entity/project/op/name:*`. */
function anyOf(
  names: readonly string[],
  exact: (names: readonly string[]) => string,
  starting: (prefix: string) => string,
): string {
  const isWild = (name: string): boolean => name.endsWith(':*');
  const plain = names.filter((name) => !isWild(name));
  const conditions = names.filter(isWild).map((name) => starting(name.slice(0, -1)));
  if (plain.length > 0) conditions.push(exact(plain));
  return conditions.join(' OR ');
}
