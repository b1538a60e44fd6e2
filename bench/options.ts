/** What may be asked for beside the name of a benchmark: `--seconds=300`, `--points=100000000`. */
export interface BenchOptions {
  /** How long a load lasts. */
  readonly seconds?: number;
  /** How much is stored. */
  readonly points?: number;
}

const NAMES: ReadonlySet<string> = new Set(['seconds', 'points'] satisfies (keyof BenchOptions)[]);

/** @throws RangeError that names the option that is none */
export function readOptions(texts: readonly string[]): BenchOptions {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name = '', value = ''] = /^--([a-z]+)=(\d+)$/.exec(text) ?? [];
      if (!NAMES.has(name)) throw new RangeError(`${text} is no option. Try --seconds=300.`);
      return [name, Number(value)];
    }),
  );
}
