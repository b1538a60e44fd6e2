import { notFound } from '../../../platform/errors.ts';
import type { ProjectId } from '../../projects/index.ts';
import { digestOfRows, startRowsDigest } from '../digests.ts';
import type { RowStore } from './row-store.ts';
import { DIGEST_LENGTH, digestAt, readSpanDigests } from './span-digests.ts';
import { joinSpans, type Span } from './spans.ts';
import type { ChunkInfo, TableStore } from './table-store.ts';

/** Rows asked for at once; of the chunks that hold them all rows are learnt. */
const LOOKED_UP_AT_ONCE = 500;

interface Place {
  readonly chunk: string;
  readonly position: number;
}

/** Makes tables of rows that are kept already. */
export function createComposer(rows: RowStore, tables: TableStore) {
  return {
    /** @throws RunloomError('not_found') for a row that was never stored */
    async compose(
      project: ProjectId,
      digests: readonly string[],
    ): Promise<{ spans: Span[]; chunks: ReadonlyMap<number, ChunkInfo> }> {
      const known = new Map<string, Place>();
      const seen = new Map<string, string>();
      const learn = async (sample: readonly string[]): Promise<void> => {
        const located = await rows.locate(project, sample);
        const found = new Set(located.map(({ digest }) => digest));
        const missing = sample.find((digest) => !found.has(digest));
        if (missing !== undefined) throw notFound(`The row ${missing.slice(0, 64)}`);
        const chunks = [...new Set(located.map(({ chunk }) => chunk))].filter(
          (chunk) => !seen.has(chunk),
        );
        for (const [chunk, all] of await rows.readDigests(project, chunks)) {
          seen.set(chunk, all);
          for (let position = 0; position < all.length / DIGEST_LENGTH; position += 1) {
            const digest = digestAt(all, position);
            if (!known.has(digest)) known.set(digest, { chunk, position });
          }
        }
      };
      for (;;) {
        const unknown = [...new Set(digests.filter((digest) => !known.has(digest)))];
        if (unknown.length === 0) break;
        await learn(sampleOf(unknown));
      }

      const infos = await tables.findChunks(project, [...seen.keys()]);
      const spans: Span[] = [];
      let last: Place | undefined;
      for (const digest of digests) {
        // Where the same row stands in several places, the one that goes on is taken.
        const following = last && { chunk: last.chunk, position: last.position + 1 };
        const goesOn =
          following && digestAt(seen.get(following.chunk) ?? '', following.position) === digest;
        const place: Place | undefined = goesOn ? following : known.get(digest);
        const info = place && infos.get(place.chunk);
        // Rows of a write that was cut short are durable, their chunk was never noted.
        if (place === undefined || info === undefined)
          throw notFound(`The row ${digest.slice(0, 64)}`);
        spans.push({ chunk: info.id, from: place.position, count: 1 });
        last = place;
      }
      return {
        spans: joinSpans(spans),
        chunks: new Map([...infos.values()].map((info) => [info.id, info])),
      };
    },

    /** The rows of these stretches that are wanted, and the digest of the table that they make. */
    async filter(
      project: ProjectId,
      spans: readonly Span[],
      chunks: ReadonlyMap<number, ChunkInfo>,
      isWanted: (digest: string) => boolean,
    ): Promise<{ digest: string; spans: Span[] }> {
      const digestsOf = await readSpanDigests(rows, project, spans, chunks);
      const whole = startRowsDigest();
      const wanted: Span[] = [];
      for (const span of spans) {
        const digests = digestsOf(span);
        for (let at = 0; at < span.count; at += 1) {
          const digest = digestAt(digests, at);
          if (!isWanted(digest)) continue;
          whole.add(digest);
          wanted.push({ chunk: span.chunk, from: span.from + at, count: 1 });
        }
      }
      return { digest: whole.finish(), spans: joinSpans(wanted) };
    },

    /** Digest of the table that these stretches make. */
    async digestOf(
      project: ProjectId,
      spans: readonly Span[],
      chunks: ReadonlyMap<number, ChunkInfo>,
    ): Promise<string> {
      const digestsOf = await readSpanDigests(rows, project, spans, chunks);
      return digestOfRows(spans.values().map(digestsOf));
    },
  };
}

/** Spread evenly, so that as many chunks as possible are met. */
function sampleOf(digests: readonly string[]): readonly string[] {
  const step = Math.ceil(digests.length / LOOKED_UP_AT_ONCE);
  return digests.filter((_, index) => index % step === 0);
}
