import { z } from 'zod';
import { BoardPart } from './board-part.ts';
import { RunsPart } from './runs-part.ts';
import { specReader } from './spec-reader.ts';

/** The version that this program writes. A later one adds a step to {@link parseViewSpec}. */
export const VIEW_SPEC_VERSION = 1;

/** Everything of a workspace that is saved, and that undo goes back in. */
export const ViewSpec = z.object({
  version: z.literal(VIEW_SPEC_VERSION),
  runs: RunsPart.prefault({}),
  board: BoardPart.prefault({}),
});
export type ViewSpec = z.infer<typeof ViewSpec>;

/** A workspace that nobody changed. */
export const INITIAL_VIEW_SPEC: ViewSpec = ViewSpec.parse({ version: VIEW_SPEC_VERSION });

/** @throws ViewSpecError */
export const parseViewSpec: (value: unknown) => ViewSpec = specReader(ViewSpec, VIEW_SPEC_VERSION);
