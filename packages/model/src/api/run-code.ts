import { z } from 'zod';

/** `GET /api/v1/runs/{entity}/{project}/{run}/code`: what is kept of a run's code. */
export const RunCode = z.object({
  files: z.array(
    z.object({
      /** Below the root of the code: `train.py`; of patches their name, `diff.patch`. */
      path: z.string(),
      /** `patch`: what was changed since a commit. */
      kind: z.enum(['code', 'patch']),
      /** Name and version of the artifact that holds it; null: it is a file of the run. */
      artifact: z.string().nullable(),
      sizeBytes: z.number(),
      /** The same content has the same text here. */
      digest: z.string(),
      /** Path that serves the bytes to this browser for a while. */
      url: z.string(),
    }),
  ),
  /** There are more files than are listed. */
  isCut: z.boolean(),
});
export type RunCode = z.infer<typeof RunCode>;
export type CodeFile = RunCode['files'][number];
