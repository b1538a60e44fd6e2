import type { JsonText } from '../calls/index.ts';
import type { TrialOf, TrialRoom } from './trial-room.ts';

/** A row of the dataset, as the Python client names it. */
export const rowRef = (dataset: string, digest: string): string =>
  `${dataset}/attr/rows/id/${digest}`;

/** The cells of a row, as the Python client names them in inputs. */
export function cells(
  room: TrialRoom,
  of: TrialOf,
  names: readonly string[],
): Record<string, unknown> {
  const base = rowRef(room.run.plan.dataset, of.digest);
  return Object.fromEntries(
    names
      .filter((name) => of.row !== null && Object.hasOwn(of.row, name))
      .map((name) => [name, `${base}/key/${encodeURIComponent(name)}`]),
  );
}

/** What the calls of a trial have in common. */
export const shared = ({ run }: TrialRoom, id: string, parentId: string) => ({
  id,
  source: 'weave' as const,
  traceId: run.traceId,
  parentId,
  userId: String(run.createdBy),
  attributes: marks(),
});

/** By these evaluations know their calls, and which of them score. */
export const marks = (kind?: 'scorer'): JsonText =>
  JSON.stringify({
    weave: { source: 'runloom', ...(kind === undefined ? {} : { kind }) },
    _weave_eval_meta: { declarative: true },
  });

/** Where the call of a model stands below what asked it. */
export const askedPlace = ({ run }: TrialRoom, id: string, parentId: string) => ({
  id,
  traceId: run.traceId,
  parentId,
  userId: String(run.createdBy),
});
