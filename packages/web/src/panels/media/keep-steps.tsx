import { useQueries, useQuery } from '@tanstack/react-query';
import { readMediaValues } from '../../data/media.ts';
import { queryKeys } from '../../data/query-keys.ts';
import { filesIn, type KeptFile, keptStops } from './kept-stops.ts';
import { type PlacedSteps, stepAt } from './slider-places.ts';

/** Steps that one request may ask for. */
const MOST_STEPS = 1_000;

/** What one run logged under one key, by the slider's places. */
interface KeptPair {
  readonly run: string;
  readonly entryKey: string;
  readonly own: PlacedSteps;
}

/**
 * Asks for what stands at all places of a slider, as far as a recording keeps it, while one is made: what
 * is asked is recorded, and can be shown from the recording afterwards.
 */
export function KeepSteps({
  entity,
  project,
  pairs,
  stops,
  shown,
}: {
  readonly entity: string;
  readonly project: string;
  readonly pairs: readonly KeptPair[];
  readonly stops: readonly number[];
  /** The place that is drawn, as an index of `stops`. */
  readonly shown: number;
}) {
  const plan = useQuery({
    queryKey: [
      'kept-steps',
      entity,
      project,
      pairs.map(({ run, entryKey }) => [run, entryKey]),
      stops,
      shown,
    ] as const,
    queryFn: () => planSteps({ entity, project }, pairs, stops, shown),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const asked = useQueries({
    queries: (plan.data ?? []).map(({ run, entryKey, steps }) => ({
      queryKey: [...queryKeys.media(entity, project, run), 'values', entryKey, steps] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        readMediaValues({ entity, project, run }, entryKey, steps, signal),
    })),
  });
  // A recording of less than it says is none.
  if (plan.error !== null) throw plan.error;
  const isBusy = plan.isPending || asked.some(({ isPending }) => isPending);
  return isBusy ? <span aria-busy="true" hidden /> : null;
}

/** Which steps are kept of each pair. It is asked of the network, beside what is recorded. */
async function planSteps(
  place: { readonly entity: string; readonly project: string },
  pairs: readonly KeptPair[],
  stops: readonly number[],
  shown: number,
) {
  const sizes = await Promise.all(pairs.map((pair) => filesByStep(place, pair)));
  const kept = keptStops(stops, shown, (stop) =>
    pairs.flatMap(({ own }, index): readonly KeptFile[] => {
      const step = stepAt(own, stop);
      return step === undefined ? [] : (sizes[index]?.get(step) ?? []);
    }),
  );
  return pairs.flatMap(({ run, entryKey, own }) => {
    const steps = [...new Set(kept.map((stop) => stepAt(own, stop)))].filter(
      (step) => step !== undefined,
    );
    return chunks(steps).map((some) => ({ run, entryKey, steps: some }));
  });
}

async function filesByStep(
  { entity, project }: { readonly entity: string; readonly project: string },
  { run, entryKey, own }: KeptPair,
): Promise<ReadonlyMap<number, readonly KeptFile[]>> {
  const found = new Map<number, KeptFile[]>();
  for (const steps of chunks(own.steps)) {
    const { signal } = new AbortController();
    const read = await readMediaValues({ entity, project, run }, entryKey, steps, signal);
    const byName = new Map(read.files.map((file) => [file.name, file.sizeBytes]));
    for (const { step, value } of read.values) {
      const files = filesIn(value, new Set(byName.keys())).map((name) => ({
        id: `${run} ${name}`,
        sizeBytes: byName.get(name) ?? 0,
      }));
      found.set(step, [...(found.get(step) ?? []), ...files]);
    }
  }
  return found;
}

function chunks(steps: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(steps.length / MOST_STEPS) }, (_, index) =>
    steps.slice(index * MOST_STEPS, (index + 1) * MOST_STEPS),
  );
}
