import { parseArgs } from 'node:util';

/** What may be asked for beside the name of a benchmark. */
export interface BenchOptions {
  /** How long a load lasts. */
  readonly seconds?: number;
  /** How much is stored. */
  readonly points?: number;
  /** Small sizes and one repeat, to see that it works. */
  readonly quick: boolean;
  /** Parts of a benchmark; all when empty. */
  readonly only: readonly string[];
  /** A folder in which what was filled stays and is used again, by benchmarks that say so. */
  readonly data?: string;
}

/** What stands behind `npm run bench --`. */
export interface BenchRequest {
  readonly names: readonly string[];
  readonly help: boolean;
  readonly options: BenchOptions;
}

/** @throws TypeError that names the option that is none, RangeError for a number that is none */
export function readRequest(texts: readonly string[]): BenchRequest {
  const { values, positionals } = parseArgs({
    args: [...texts],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      points: { type: 'string' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      data: { type: 'string' },
    },
  });
  const { help, seconds, points, quick, only, data } = values;
  return {
    names: positionals,
    help,
    options: {
      ...(seconds === undefined ? {} : { seconds: wholeNumber('seconds', seconds) }),
      ...(points === undefined ? {} : { points: wholeNumber('points', points) }),
      quick,
      only,
      ...(data === undefined ? {} : { data }),
    },
  };
}

/**
 * Which parts of a benchmark were asked for: all while none is named.
 * @throws RangeError that names the parts there are, for one that is none of them
 */
export function askedParts<Part extends string>(
  { only }: Pick<BenchOptions, 'only'>,
  benchmark: string,
  parts: readonly Part[],
): (part: Part) => boolean {
  const unknown = only.find((name) => !(parts as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new RangeError(`${benchmark} has no part "${unknown}", only ${parts.join(', ')}.`);
  }
  return (part) => only.length === 0 || only.includes(part);
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new RangeError(`--${name}=${text} is no whole number above 0. Try --${name}=300.`);
  }
  return Number(text);
}
