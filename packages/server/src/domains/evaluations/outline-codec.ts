import { endianness } from 'node:os';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import type { EvaluationOutline, OutlineLeaf, OutlineScorer, OutlineTotals } from './outline.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Another number for another form. Numbers are as the machine has them, and read by none of another order. */
export const OUTLINE_FORM = `2${endianness()}`;

const NUMBER_BYTES = 8;
const LENGTH_BYTES = 8;

type LeafHead = Omit<OutlineLeaf, 'counts' | 'sums' | 'lows' | 'highs'>;

/** What is no list of numbers; it stands first, as JSON. */
interface Head {
  readonly digests: readonly string[];
  readonly leaves: readonly LeafHead[];
  readonly scorers: readonly Omit<OutlineScorer, 'unscored'>[];
  readonly totals: OutlineTotals;
}

/** An evaluation in numbers as few bytes: the lists stand in them as they are in memory. */
export async function encodeOutline(outline: EvaluationOutline): Promise<Buffer> {
  const { digests, leaves, scorers, totals } = outline;
  const head: Head = {
    digests,
    leaves: leaves.map(({ counts, sums, lows, highs, ...rest }) => rest),
    scorers: scorers.map(({ unscored, ...rest }) => rest),
    totals,
  };
  const lists = [
    outline.trials,
    outline.failures,
    outline.latencies,
    outline.tokens,
    outline.costs,
    ...leaves.flatMap(({ counts, sums, lows, highs }) => [counts, sums, lows, highs]),
    ...scorers.map(({ unscored }) => unscored),
  ];
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(text.length));
  // So that the numbers begin where a list of them may.
  const padding = Buffer.alloc((NUMBER_BYTES - (text.length % NUMBER_BYTES)) % NUMBER_BYTES);
  const numbers = lists.map((list) => Buffer.from(list.buffer, list.byteOffset, list.byteLength));
  return compress(Buffer.concat([length, text, padding, ...numbers]));
}

export async function decodeOutline(bytes: Uint8Array): Promise<EvaluationOutline> {
  const whole = await decompress(bytes);
  const length = Number(whole.readBigUInt64LE());
  const text = whole.toString('utf8', LENGTH_BYTES, LENGTH_BYTES + length);
  const { digests, leaves, scorers, totals } = JSON.parse(text) as Head;
  const begin = LENGTH_BYTES + Math.ceil(length / NUMBER_BYTES) * NUMBER_BYTES;
  // A copy, which begins where numbers may, however the bytes lie.
  const numbers = new Float64Array(Uint8Array.from(whole.subarray(begin)).buffer);
  let at = 0;
  const next = (): Float64Array => {
    at += digests.length;
    return numbers.subarray(at - digests.length, at);
  };
  return {
    digests,
    trials: next(),
    failures: next(),
    latencies: next(),
    tokens: next(),
    costs: next(),
    leaves: leaves.map((leaf) => ({
      ...leaf,
      counts: next(),
      sums: next(),
      lows: next(),
      highs: next(),
    })),
    scorers: scorers.map((scorer) => ({ ...scorer, unscored: next() })),
    totals,
  };
}
