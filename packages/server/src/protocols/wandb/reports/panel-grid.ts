import { type BoardPart, PANEL_GRID_VERSION, PanelGrid, ProjectPath } from '@runloom/model';
import { readBoard, writeBoard } from '../workspaces/board.ts';
import { type Json, listOf, numberOf, recordOf, textOf } from '../workspaces/json.ts';
import { panelNames } from '../workspaces/names.ts';
import { readRuns, type ViewPlace, writeRuns } from '../workspaces/runs.ts';

/** Columns of a grid of W&B; a panel takes 8 of them unless it says otherwise. */
const GRID_COLUMNS = 24;
const PANEL_HEIGHT = 6;

/**
 * A grid of panels with its run sets (wandb-workspaces 0.4, `PanelGridMetadata`). Null when what it
 * holds is more than a report may.
 */
export function readPanelGrid(block: Json, place: ViewPlace): PanelGrid | null {
  const metadata = recordOf(block['metadata']);
  // Colours of groups are called `run set-key:value`; our groups have none of their own.
  const ids = listOf(metadata['runSets']).flatMap((runSet) => textOf(recordOf(runSet)['id']) || []);
  const colours = Object.fromEntries(
    Object.entries(recordOf(metadata['customRunColors'])).filter(
      ([name]) => !ids.some((id) => name.startsWith(`${id}-`) && name.includes(':')),
    ),
  );
  const names = new Set<string>();
  const runSets = listOf(metadata['runSets'])
    .map(recordOf)
    .map((runSet, index) => {
      const own = projectOf(recordOf(runSet['project']), place);
      const id = uniqueName(textOf(runSet['id']) || `run-set-${index}`, names);
      return {
        id,
        name: (textOf(runSet['name']) ?? 'Run set').slice(0, 256),
        project: `${own.entityName}/${own.projectName}`,
        isOn: runSet['enabled'] !== false,
        runs: readRuns(runSet, colours, own),
      };
    });
  const { data } = PanelGrid.safeParse({
    version: PANEL_GRID_VERSION,
    runSets,
    showsRunSets: metadata['hideRunSets'] !== true,
    board: readPanels(recordOf(metadata['panelBankSectionConfig'])),
  });
  return data ?? null;
}

/** One section without pages, in which panels lie as they stand on the grid: row by row. */
function readPanels(section: Json): Partial<BoardPart> {
  const given = listOf(section['panels']).map(recordOf);
  // Before they are sorted: a panel without an id is told by where it stands.
  const names = panelNames(given);
  const placed = given.map((panel, index) => ({ ...panel, __id__: names[index] }));
  const placeOf = (panel: Json, name: string) => numberOf(recordOf(panel['layout'])[name]) ?? 0;
  const panels = placed.toSorted(
    (a, b) => placeOf(a, 'y') - placeOf(b, 'y') || placeOf(a, 'x') - placeOf(b, 'x'),
  );
  const bank = { settings: {}, sections: [{ ...section, panels, isOpen: true }] };
  const board = readBoard(bank, { shouldAutoGeneratePanels: false }, {});
  return {
    ...board,
    sections: (board.sections ?? []).map(({ pageRows: _, ...rest }) => rest),
  };
}

export function writePanelGrid(grid: PanelGrid, place: ViewPlace): Json {
  const runSets = grid.runSets.map((runSet) => {
    const own = placeOfProject(runSet.project);
    return { own, runSet, written: writeRuns(runSet.runs, own) };
  });
  const none = { own: place, runSet: null, written: null };
  return {
    type: 'panel-grid',
    children: [{ text: '' }],
    metadata: {
      openViz: true,
      openRunSet: 0,
      name: 'unused-name',
      // Clients refuse grids without any.
      runSets: (runSets.length === 0 ? [none] : runSets).map(({ own, runSet, written }) => ({
        ...written?.runSet,
        id: runSet?.id ?? 'run-set',
        name: runSet?.name ?? 'Run set',
        enabled: runSet?.isOn ?? true,
        project: { name: own.projectName, entityName: own.entityName },
      })),
      hideRunSets: !grid.showsRunSets,
      panels: { views: { '0': { name: 'Panels', defaults: [], config: [] } }, tabs: ['0'] },
      panelBankConfig: BANK,
      panelBankSectionConfig: writePanels(grid.board),
      customRunColors: Object.assign({}, ...runSets.map(({ written }) => written?.colours)),
    },
  };
}

const LOCAL_SETTINGS = {
  xAxis: '_step',
  smoothingType: 'exponential',
  smoothingWeight: 0,
  ignoreOutliers: false,
  useRunsTableGroupingInPanels: true,
  xAxisActive: false,
  smoothingActive: true,
};
const FLOW = {
  snapToColumns: true,
  columnsPerPage: 3,
  rowsPerPage: 2,
  gutterWidth: 16,
  boxWidth: 460,
  boxHeight: 300,
};
const BANK = {
  state: 0,
  settings: { autoOrganizePrefix: 2, showEmptySections: false, sortAlphabetically: false },
  sections: [
    {
      name: 'Hidden Panels',
      isOpen: false,
      type: 'flow',
      flowConfig: FLOW,
      sorted: 0,
      localPanelSettings: LOCAL_SETTINGS,
      panels: [],
    },
  ],
};

/** All panels in one section, each with its place on the grid. */
function writePanels(board: BoardPart): Json {
  const sections = listOf(writeBoard(board).bank['sections']).map(recordOf);
  const [first = {}] = sections;
  const columns = Math.min(6, numberOf(recordOf(first['flowConfig'])['columnsPerPage']) ?? 3);
  const size = { w: Math.floor(GRID_COLUMNS / columns), h: PANEL_HEIGHT };
  const panels = sections.flatMap(({ panels }) => listOf(panels).map(recordOf));
  let [x, y, height] = [0, 0, 0];
  return {
    name: 'Report Panels',
    isOpen: false,
    type: 'grid',
    flowConfig: { ...FLOW, columnsPerPage: columns },
    sorted: 0,
    localPanelSettings: recordOf(first['localPanelSettings']),
    panels: panels.map((panel) => {
      const own = recordOf(panel['layout']);
      const w = Math.min(GRID_COLUMNS, numberOf(own['w']) ?? size.w);
      const h = numberOf(own['h']) ?? size.h;
      if (x + w > GRID_COLUMNS) [x, y, height] = [0, y + height, 0];
      const layout = { x, y, w, h };
      [x, height] = [x + w, Math.max(height, h)];
      return { ...panel, layout };
    }),
  };
}

/** A grid that shows one table of all runs of a project. */
export function tableGrid(project: string, key: string): PanelGrid | null {
  const { data } = PanelGrid.safeParse({
    version: PANEL_GRID_VERSION,
    runSets: [{ id: 'runs', project }],
    showsRunSets: false,
    board: {
      mode: 'manual',
      sections: [{ id: 'own:Panels', columns: 1, order: ['own/table'] }],
      panels: [{ id: 'own/table', type: 'table', section: 'own:Panels', settings: { key } }],
    },
  });
  return data ?? null;
}

/** Run sets that name no project are about the report's. */
function projectOf(project: Json, place: ViewPlace): ViewPlace {
  const [entityName, projectName] = [textOf(project['entityName']), textOf(project['name'])];
  const isNamed =
    entityName && projectName && ProjectPath.safeParse(`${entityName}/${projectName}`).success;
  return isNamed ? { entityName, projectName } : place;
}

function placeOfProject(path: string): ViewPlace {
  const [entityName = '', projectName = ''] = path.split('/');
  return { entityName, projectName };
}

function uniqueName(name: string, taken: Set<string>): string {
  const short = name.slice(0, 90);
  let own = short;
  for (let number = 2; taken.has(own); number += 1) own = `${short} ${number}`;
  taken.add(own);
  return own;
}
