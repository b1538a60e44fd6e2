import { newBlockId, type PanelEntry, type PanelGrid, type RunsPart } from '@runloom/model';
import type { ProjectPlace } from '../../../data/client.ts';
import { newPanelId } from '../../../panels/board/reducers/panels.ts';
import type { PanelSpec } from '../../../panels/panel-spec.ts';
import { FIRST_SECTION, newGrid } from '../grid/grid-state.ts';

/** A grid of panels as a workspace shows them: what its sections say goes with each. */
export function gridOf(
  { entity, project }: ProjectPlace,
  runs: RunsPart,
  panels: readonly PanelSpec[],
): PanelGrid {
  const path = `${entity}/${project}`;
  const grid = newGrid(path);
  return {
    ...grid,
    runSets: [{ id: newBlockId(), name: 'Run set', project: path, isOn: true, runs }],
    board: { ...grid.board, panels: panels.map(entryOf) },
  };
}

/** A grid of one panel, as wide as the page. */
export function gridOfPanel(place: ProjectPlace, runs: RunsPart, panel: PanelSpec): PanelGrid {
  const grid = gridOf(place, runs, [panel]);
  const sections = [{ id: FIRST_SECTION, title: 'Panel', columns: 1, height: PANEL_HEIGHT }];
  return { ...grid, board: { ...grid.board, sections } };
}

/** Of a panel that is shared by itself, px. */
export const PANEL_HEIGHT = 420;

function entryOf({ type, title, metric, settings, outer }: PanelSpec): PanelEntry {
  const [section = {}, workspace = {}] = outer;
  return {
    id: newPanelId(),
    type,
    title,
    section: FIRST_SECTION,
    settings: { ...workspace, ...section, ...settings },
    ...(metric === null ? {} : { metric }),
  };
}
