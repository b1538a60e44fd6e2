import { parseRunField } from './fields.ts';
import { RunFilterError, type RunOrder } from './types.ts';

/**
 * Reads an order as the client writes it: `+field` or `field` ascends, `-field` descends. By the least
 * or greatest logged value of a metric: `min:summary.loss`, `-max:summary.acc`.
 * @throws RunFilterError
 */
export function parseRunOrder(text: string): RunOrder {
  const sign = text.startsWith('+') || text.startsWith('-') ? text[0] : '';
  const name = text.slice(sign === '' ? 0 : 1);
  const [, statistic, metric = name] = /^(min|max):(.+)$/s.exec(name) ?? [];
  const field = parseRunField(metric);
  if (field.kind === 'tags') throw new RunFilterError('Runs can not be sorted by their tags.');
  const ascending = sign !== '-';
  if (statistic === undefined) return { field, ascending };
  if (field.kind === 'summary') return { field, statistic: statistic as 'min' | 'max', ascending };
  throw new RunFilterError(
    `Only metrics have a least and a greatest value, as in "min:summary.loss"; ${JSON.stringify(metric)} is none.`,
  );
}
