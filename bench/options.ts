import { parseArgs } from 'node:util';

/** What may be asked for beside the names of benchmarks. */
export interface BenchOptions {
  /** How long a load lasts. */
  readonly seconds?: number;
  /** How much is stored. */
  readonly points?: number;
  /** Small sizes and one repeat, to see that it works. */
  readonly quick: boolean;
  /** Parts, or names of peers. */
  readonly only: readonly string[];
}

/** @throws TypeError or RangeError that names the option that is none */
export function readOptions(args: readonly string[]): {
  readonly names: readonly string[];
  readonly help: boolean;
  readonly options: BenchOptions;
} {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      seconds: { type: 'string' },
      points: { type: 'string' },
    },
  });
  const { help, quick, only, seconds, points } = values;
  return {
    names: positionals,
    help,
    options: { quick, only, ...counted('seconds', seconds), ...counted('points', points) },
  };
}

function counted(
  name: 'seconds' | 'points',
  text: string | undefined,
): { readonly [key in typeof name]?: number } {
  if (text === undefined) return {};
  if (!/^[1-9]\d*$/.test(text)) throw new RangeError(`--${name} takes a number, not ${text}.`);
  return { [name]: Number(text) };
}
