import { parseRunField } from '../run-filter/fields.ts';
import { type RunField, RunFilterError } from '../run-filter/types.ts';
import { FilterTextError } from './error.ts';

const FUNCTIONS: ReadonlyMap<string, 'config' | 'summary' | 'run' | 'tags'> = new Map([
  ['config', 'config'],
  ['summary', 'summary'],
  ['summarymetric', 'summary'],
  ['summary_metric', 'summary'],
  ['metric', 'run'],
  ['run', 'run'],
  ['tags', 'tags'],
]);

/** Names of attributes as W&B shows them to people. */
const SHOWN: ReadonlyMap<string, string> = new Map([
  ['createdtimestamp', 'createdAt'],
  ['created', 'createdAt'],
  ['created at', 'createdAt'],
  ['runtime', 'duration'],
  ['heartbeat', 'heartbeatAt'],
  ['displayname', 'displayName'],
  ['display name', 'displayName'],
  ['jobtype', 'jobType'],
  ['job type', 'jobType'],
  ['id', 'name'],
]);

/**
 * The field that a text names, by itself (`config.lr`) or by a function (`Config("lr")`); `name` is
 * the name that people see, `id` the one in addresses.
 * @throws FilterTextError
 */
export function readField(
  name: string,
  argument: string | null,
  from: number,
  to: number,
): RunField {
  if (argument === null) return namedField(name, from, to);
  const kind = FUNCTIONS.get(name.toLowerCase());
  if (kind === undefined) {
    throw new FilterTextError(
      `There is no “${name}(…)”. There are: Config, Summary, SummaryMetric, Metric, Run, Tags.`,
      from,
      to,
    );
  }
  if (kind === 'tags') return { kind: 'tags' };
  if (argument === '') throw new FilterTextError(`${name} needs a name in quotes.`, from, to);
  return kind === 'run' ? namedField(argument, from, to) : { kind, path: argument };
}

function namedField(name: string, from: number, to: number): RunField {
  const shown = SHOWN.get(name.toLowerCase());
  if (shown === undefined && name.toLowerCase() === 'name') {
    return { kind: 'attribute', name: 'displayName' };
  }
  try {
    return parseRunField(shown ?? name);
  } catch (error) {
    if (error instanceof RunFilterError) throw new FilterTextError(error.message, from, to);
    throw error;
  }
}
