import { z } from 'zod';
import { Millis } from './common.ts';

/** What can be found, in the order that groups of equally good matches are shown in. */
export const SEARCH_KINDS = [
  'project',
  'run',
  'report',
  'view',
  'artifact',
  'registry',
  'collection',
  'dataset',
  'prompt',
  'model',
  'evaluation',
  'scorer',
  'object',
  'op',
  'queue',
  'call',
  'team',
  'person',
] as const;

export const SearchKind = z.enum(SEARCH_KINDS);
export type SearchKind = z.infer<typeof SearchKind>;

/** Longer texts are refused: nobody types them, and each word costs. */
export const MAX_SEARCH_TEXT = 256;

/** How a thing was found, best first: by its whole name, its beginning, words, a part of a name, or one letter off. */
export const SearchMatch = z.enum(['exact', 'prefix', 'words', 'part', 'similar']);
export type SearchMatch = z.infer<typeof SearchMatch>;

/** Where a text matches: pairs of first and past-the-last UTF-16 unit, in order. */
export const TextRanges = z.array(z.tuple([z.number().int(), z.number().int()]));

export const SearchHit = z.object({
  kind: SearchKind,
  title: z.string(),
  titleRanges: TextRanges,
  /** What else tells it apart: the id of a run, the type of an artifact. */
  detail: z.string(),
  /** `entity/project`, or empty for what belongs to no project. */
  place: z.string(),
  /** Address of its page, from the root. */
  path: z.string(),
  match: SearchMatch,
  /** The piece of its other texts that matches; null where the title tells. */
  excerpt: z.object({ text: z.string(), ranges: TextRanges }).nullable(),
  changedAt: Millis.nullable(),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchAnswer = z.object({
  groups: z.array(
    z.object({
      kind: SearchKind,
      hits: z.array(SearchHit),
      /** There are more than were asked for. How many is not counted. */
      hasMore: z.boolean(),
    }),
  ),
  /** The index is still being made of what was there before it: something may be missing. */
  isBuilding: z.boolean(),
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;
