import { z } from 'zod';

/**
 * `GET /api/v1/runs/{entity}/{project}/{run}/media`: keys of the history whose values name their own
 * type: `image-file`, `images/separated`, `audio-file`, `histogram`, `table-file`, … Sorted by key.
 */
export const MediaKeys = z.object({
  keys: z.array(
    z.object({
      /** Dotted. */
      key: z.string(),
      /** The types that its values had, the most frequent first. */
      types: z.array(z.string()),
      /** Rows that hold it. */
      count: z.number(),
      /** Names of the classes of its masks, by the mask's name and the class's number. */
      maskLabels: z.record(z.string(), z.record(z.string(), z.string())),
    }),
  ),
});
export type MediaKeys = z.infer<typeof MediaKeys>;
export type MediaKey = MediaKeys['keys'][number];

/** `GET …/{run}/media/steps?key=&after=&limit=`: the steps that hold a value of the key, in order. */
export const MediaSteps = z.object({
  steps: z.array(z.number()),
  /** Pass as `after` for the steps behind these; null at the end. */
  next: z.number().nullable(),
  /** In recordings alone: how many steps are not among them, since nothing of them was kept. */
  leftOut: z.number().optional(),
});
export type MediaSteps = z.infer<typeof MediaSteps>;

/** `POST …/{run}/media/values`: the values of a key at these steps. */
export const MediaValuesRequest = z.object({
  key: z.string().min(1),
  steps: z.array(z.number().int()).max(1000),
});

const MediaFile = z.object({
  name: z.string(),
  sizeBytes: z.number(),
  mimeType: z.string(),
  updatedAt: z.number(),
  /** Path that serves the bytes to this browser for 15 minutes. */
  url: z.string(),
});

/** A table that stands in an artifact: its rows in one or more files, one after the other. */
export const ArtifactTable = z.object({
  /** By which values name it (`artifact_path`). */
  path: z.string(),
  parts: z.array(MediaFile),
  /** Of a join: the other table, and the columns of both that are to hold the same. */
  join: z.object({ parts: z.array(MediaFile), left: z.string(), right: z.string() }).nullable(),
});
export type ArtifactTable = z.infer<typeof ArtifactTable>;

export const MediaValues = z.object({
  /** In step order; processes of a shared run may each have one at a step. */
  values: z.array(z.object({ step: z.number(), value: z.unknown() })),
  /** The files that the values name by their path; those that are not uploaded are left out. */
  files: z.array(MediaFile),
  /** The tables in artifacts that the values name; those that the reader may not see are left out. */
  artifactTables: z.array(ArtifactTable),
});
export type MediaValues = z.infer<typeof MediaValues>;
export type MediaValue = MediaValues['values'][number];
