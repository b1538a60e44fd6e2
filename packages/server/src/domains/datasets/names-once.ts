import { invalid } from '../../platform/errors.ts';

/** @throws RunloomError('invalid') for a name that comes twice, of columns or of parts */
export function refuseTwice(what: 'columns' | 'parts', names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw invalid(`Two ${what} are called "${name}".`);
    seen.add(name);
  }
}
