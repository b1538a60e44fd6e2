import { z } from 'zod';
import { BoardPart } from './board-part.ts';
import { RunsPart } from './runs-part.ts';

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

/** Why a saved view can't be read, in words for whoever opens it. */
export class ViewSpecError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ViewSpecError';
  }
}

/** @throws ViewSpecError */
export function parseViewSpec(value: unknown): ViewSpec {
  const version =
    typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (typeof version === 'number' && version > VIEW_SPEC_VERSION) {
    throw new ViewSpecError(
      `This view was saved by a newer version of Runloom (format ${version}; this one reads up to ${VIEW_SPEC_VERSION}).`,
    );
  }
  const parsed = ViewSpec.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new ViewSpecError(`This view can’t be read${place}: ${issue?.message ?? 'unknown reason'}`);
}
