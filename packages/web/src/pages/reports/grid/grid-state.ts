import {
  newBlockId,
  type PanelGrid,
  PanelGrid as PanelGridSchema,
  type ReportRunSet,
} from '@runloom/model';

/** The section that panels of a new grid stand in. */
export const FIRST_SECTION = 'own:grid';

/** A grid without panels, of the first runs of a project. @param project `entity/project` */
export function newGrid(project: string): PanelGrid {
  return PanelGridSchema.parse({
    version: 1,
    runSets: [newRunSet(project, 'Run set')],
    board: {
      mode: 'manual',
      sections: [{ id: FIRST_SECTION, title: 'Panels', isCustom: true }],
    },
  });
}

export function newRunSet(project: string, name: string): ReportRunSet {
  return { id: newBlockId(), name, project, isOn: true, runs: FIRST_RUNS };
}

const FIRST_RUNS = PanelGridSchema.parse({
  version: 1,
  runSets: [{ id: 'first', project: 'a/b' }],
}).runSets[0]?.runs as ReportRunSet['runs'];

/** What is saved as a grid; null for what this version can't read. */
export function readGrid(value: unknown): PanelGrid | null {
  return PanelGridSchema.safeParse(value).data ?? null;
}
