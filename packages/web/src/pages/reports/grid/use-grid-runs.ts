import { type AlsoFrom, type ReportRunSet, runPlace, runReference } from '@runloom/model';
import { useCallback, useMemo, useState } from 'react';
import type { BoardListing, ShownRun } from '../../../panels/board/board-context.ts';
import { placeOf } from '../place-of.ts';
import type { ReadRunSet } from './run-set-source.tsx';

/** The runs of all sets together, as the panels of a grid draw them. */
export interface GridRuns {
  /** The project whose runs go by their names alone; the others by `entity/project/run`. */
  readonly entity: string;
  readonly project: string;
  readonly alsoFrom: AlsoFrom;
  readonly runs: readonly ShownRun[];
  readonly hiddenRuns: readonly string[];
  readonly groupBy: readonly string[];
  readonly filter: Readonly<Record<string, unknown>> | undefined;
  /** Null where runs come from several sets: then panels look at what is drawn. */
  readonly listing: BoardListing | null;
  readonly isPending: boolean;
  readonly error: Error | null;
}

/** Joins what was read of each set. @returns the runs, and the function that tells of a set */
export function useGridRuns(runSets: readonly ReportRunSet[]) {
  const [read, setRead] = useState<ReadonlyMap<string, ReadRunSet>>(new Map());
  const onRead = useCallback(
    (id: string, found: ReadRunSet) => setRead((before) => new Map(before).set(id, found)),
    [],
  );
  const joined = useMemo(() => joinSets(runSets, read), [runSets, read]);
  return { joined, read, onRead };
}

function joinSets(all: readonly ReportRunSet[], read: ReadonlyMap<string, ReadRunSet>): GridRuns {
  const sets = all.filter(({ isOn }) => isOn);
  const home = placeOf(sets[0]?.project ?? all[0]?.project ?? '');
  const known = sets.flatMap((set) => {
    const found = read.get(set.id);
    return found === undefined ? [] : [{ set, found }];
  });
  const refer = (set: ReportRunSet, name: string): string =>
    runReference(home, runPlace(placeOf(set.project), name));
  const runs = new Map<string, ShownRun>();
  for (const { set, found } of known) {
    const names = new Map(set.names ?? []);
    for (const run of found.list.drawn) {
      const name = refer(set, run.name);
      // A run that several sets have is drawn once, as the first of them has it.
      if (!runs.has(name)) {
        runs.set(name, { ...run, name, label: names.get(run.name) ?? run.label });
      }
    }
  }
  const [only] = known;
  const isOne = sets.length === 1 && only !== undefined;
  return {
    entity: home.entity,
    project: home.project,
    alsoFrom: othersThan(home, sets),
    runs: [...runs.values()],
    hiddenRuns: known.flatMap(({ set, found }) =>
      found.list.hidden.map((name) => refer(set, name)),
    ),
    groupBy: sets.find((set) => set.runs.groupBy.length > 0)?.runs.groupBy ?? [],
    filter: isOne ? only.found.list.request : undefined,
    listing: isOne ? only.found.listing : null,
    isPending: known.length < sets.length || known.some(({ found }) => found.list.isPending),
    error: known.find(({ found }) => found.list.error !== null)?.found.list.error ?? null,
  };
}

function othersThan(
  home: { readonly entity: string; readonly project: string },
  sets: readonly ReportRunSet[],
): AlsoFrom {
  const others = new Map<string, AlsoFrom[number]>();
  for (const set of sets) {
    const { entity, project } = placeOf(set.project);
    others.set(set.project, { entity, project });
    for (const also of set.runs.alsoFrom) others.set(`${also.entity}/${also.project}`, also);
  }
  others.delete(`${home.entity}/${home.project}`);
  return [...others.values()];
}
