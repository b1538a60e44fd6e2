import {
  type BoardPart,
  DEFAULT_LINE_SETTINGS,
  type OwnLineSettings,
  type PanelEntry,
  type SectionSpec,
} from '@runloom/model';
import { compact, flagOf, type Json, listOf, numberOf, recordOf, textOf, wholeOf } from './json.ts';
import { panelNames, sectionNames } from './names.ts';
import { readOuterSettings, writeOuterSettings } from './outer-settings.ts';
import { FOREIGN_TYPE, mappingOf, mappingOfType } from './panels.ts';

const OWN_SECTION = 'own:';
const AUTO_SECTION = 'auto:';
const OWN_PANEL = 'own/';
/** Where panels stand that name no section. */
const CHARTS = 'auto:Charts';
/** What W&B's app gives a new section; ours then follows the width of the window. */
const BOX_HEIGHT = 300;
/** Lines of a chart where a workspace does not say how many. */
const WIRE_MOST_LINES = 10;
/** A panel of one column and row on a grid of W&B's. */
const GRID = { width: 8, height: 6 };

/** Panels in their sections from the bank of panels and the settings beside it. */
export function readBoard(bank: Json, settings: Json, workspaceSettings: Json): Partial<BoardPart> {
  const bankSettings = recordOf(bank['settings']);
  const isSorted = bankSettings['sortAlphabetically'] === true;
  const isAutomatic = readMode(settings, workspaceSettings) !== false;
  const items = listOf(bank['sections']).map(recordOf);
  const names = sectionNames(items);
  const sections = items.map((item, index) => {
    const id = sectionId(item, names[index] ?? '', isAutomatic);
    const ids = panelNames(listOf(item['panels']).map(recordOf)).map((name) => OWN_PANEL + name);
    return { item, id, ids, panels: readPanels(item, id, ids, isAutomatic) };
  });
  const line = { mostLines: WIRE_MOST_LINES, ...readOuterSettings(settings) };
  return {
    mode: isAutomatic ? 'automatic' : 'manual',
    prefix: bankSettings['autoOrganizePrefix'] === 2 ? 'last' : 'first',
    sections: sections.map(({ item, id, panels }) => readSection(item, id, panels, isSorted)),
    order: sections
      .toSorted((a, b) => Number(b.item['pinned'] === true) - Number(a.item['pinned'] === true))
      .map(({ id }) => id),
    panels: sections.flatMap(({ panels }) => panels),
    settings: { line },
  };
}

/** Absent means that panels come by themselves; the newer block of settings counts first. */
function readMode(settings: Json, workspaceSettings: Json): boolean | undefined {
  const isNewer = Object.keys(workspaceSettings).some((name) => name !== 'ref');
  return flagOf((isNewer ? workspaceSettings : settings)['shouldAutoGeneratePanels']);
}

/** A section that holds what comes by itself is the one that we make by the same prefix. */
function sectionId(item: Json, name: string, isAutomatic: boolean): string {
  const isOwn = !isAutomatic || item['isPanelsAuto'] !== true;
  return isOwn ? `${OWN_SECTION}${name}` : `${AUTO_SECTION}${homeOf(item)}`;
}

const homeOf = (item: Json): string => textOf(item['defaultName']) ?? textOf(item['name']) ?? '';

function readSection(
  item: Json,
  id: string,
  panels: readonly PanelEntry[],
  isSorted: boolean,
): SectionSpec {
  const flow = recordOf(item['flowConfig']);
  const height = numberOf(flow['boxHeight']);
  const line = readOuterSettings(recordOf(item['localPanelSettings']));
  return {
    id,
    title: (textOf(item['name']) ?? '').slice(0, 2_000),
    isOpen: item['isOpen'] === true,
    ...(isSorted ? { sort: 'name' } : { order: panels.map((panel) => panel.id) }),
    ...compact({
      columns: wholeOf(flow['columnsPerPage'], 1, 6),
      pageRows: wholeOf(flow['rowsPerPage'], 1, 50),
      height: height === BOX_HEIGHT ? undefined : wholeOf(height, 120, 1_200),
      isCustom: item['type'] === 'grid' ? true : undefined,
      settings: Object.keys(line).length === 0 ? undefined : { line },
    }),
  };
}

/** Panels that come by themselves are kept there but not added here: ours come by themselves, too. */
function readPanels(
  item: Json,
  section: string,
  ids: readonly string[],
  isAutomatic: boolean,
): readonly PanelEntry[] {
  const comeByThemselves = isAutomatic && item['isPanelsAuto'] === true;
  const isGrid = item['type'] === 'grid';
  return listOf(item['panels'])
    .map(recordOf)
    .flatMap((panel, index) => {
      if (comeByThemselves && panel['isAuto'] !== false) return [];
      return [readPanel(panel, ids[index] ?? '', section, isGrid)];
    });
}

function readPanel(panel: Json, id: string, section: string, isGrid: boolean): PanelEntry {
  const viewType = textOf(panel['viewType']) ?? 'unknown';
  const config = recordOf(panel['config']);
  const mapping = mappingOf(viewType, config);
  const settings = mapping === undefined ? { viewType, config } : mapping.read(config);
  const title = mapping === undefined ? undefined : textOf(config['chartTitle']);
  const { w, h } = recordOf(panel['layout']);
  return {
    id,
    type: mapping?.type ?? FOREIGN_TYPE,
    ...(title ? { title: title.slice(0, 2_000) } : {}),
    section,
    settings: { ...settings },
    ...(isGrid
      ? {
          size: {
            columns: wholeOf((numberOf(w) ?? GRID.width) / GRID.width, 1, 6) ?? 1,
            rows: wholeOf((numberOf(h) ?? GRID.height) / GRID.height, 1, 6) ?? 1,
          },
        }
      : {}),
  };
}

/** Sections in their order, each with the panels that were added to it. */
export function writeBoard(board: BoardPart): { readonly bank: Json; readonly settings: Json } {
  const own = board.panels.filter(({ id, isRemoved }) => id.startsWith(OWN_PANEL) && !isRemoved);
  const homes = Map.groupBy(own, ({ section }) => section ?? CHARTS);
  const specs = new Map(board.sections.map((section) => [section.id, section]));
  const known = [...specs.values()].filter(({ isRemoved }) => !isRemoved).map(({ id }) => id);
  const ids = new Set([
    ...board.order.filter((id) => specs.has(id) || homes.has(id)),
    ...known,
    ...homes.keys(),
  ]);
  const written = [...ids].filter(
    (id) => id.startsWith(OWN_SECTION) || homes.has(id) || known.includes(id),
  );
  const isSorted = board.sections.length > 0 && board.sections.every(({ sort }) => sort === 'name');
  return {
    bank: {
      state: 1,
      settings: {
        autoOrganizePrefix: board.prefix === 'last' ? 2 : 1,
        showEmptySections: false,
        sortAlphabetically: isSorted,
      },
      sections: written.map((id) =>
        writeSection(board, id, specs.get(id) ?? { id }, homes.get(id) ?? []),
      ),
    },
    settings: {
      maxRuns: DEFAULT_LINE_SETTINGS.mostLines,
      ...writeOuterSettings(lineOf(board.settings)),
      useRunsTableGroupingInPanels: true,
      shouldAutoGeneratePanels: board.mode === 'automatic',
    },
  };
}

const lineOf = (settings: BoardPart['settings'] | undefined): OwnLineSettings =>
  (settings?.['line'] ?? {}) as OwnLineSettings;

function writeSection(
  board: BoardPart,
  id: string,
  spec: SectionSpec,
  panels: readonly PanelEntry[],
): Json {
  const name = id.slice(id.indexOf(':') + 1);
  const isAuto = board.mode === 'automatic' && id.startsWith(AUTO_SECTION);
  const places = new Map((spec.order ?? []).map((panel, index) => [panel, index]));
  const placeOf = (panel: PanelEntry) => places.get(panel.id) ?? Number.POSITIVE_INFINITY;
  const sorted = panels.toSorted((a, b) => {
    const [left, right] = [placeOf(a), placeOf(b)];
    return left === right ? 0 : left - right;
  });
  return compact({
    __id__: name,
    name: spec.title ?? name,
    isOpen: spec.isOpen ?? true,
    type: spec.isCustom ? 'grid' : 'flow',
    flowConfig: {
      snapToColumns: true,
      columnsPerPage: spec.columns ?? board.columns ?? 3,
      rowsPerPage: spec.pageRows ?? 2,
      gutterWidth: 16,
      boxWidth: 460,
      boxHeight: spec.height ?? BOX_HEIGHT,
    },
    sorted: 0,
    localPanelSettings: {
      ...writeOuterSettings(lineOf(spec.settings)),
      useRunsTableGroupingInPanels: true,
    },
    panels: sorted.map((panel) => writePanel(panel, isAuto)),
    isPanelsAuto: isAuto ? true : undefined,
    defaultName: isAuto && spec.title !== undefined ? name : undefined,
  });
}

function writePanel(panel: PanelEntry, isCustomised: boolean): Json {
  const { id, type = 'line', metric, settings = {}, size } = panel;
  const mapping = mappingOfType(type);
  const own = metric && settings['metrics'] === undefined ? keysOf(metric.key, settings) : settings;
  const title = textOf(settings['title']) || panel.title;
  const config =
    mapping === undefined
      ? recordOf(settings['config'])
      : { ...mapping.write(own), ...(title === undefined ? {} : { chartTitle: title }) };
  return compact({
    __id__: id.slice(OWN_PANEL.length),
    // A type that the wire has no word for is one that W&B's client reads as unknown, and keeps.
    viewType: mapping?.viewType ?? textOf(settings['viewType']) ?? `runloom:${type}`,
    config: mapping === undefined && type !== FOREIGN_TYPE ? settings : config,
    layout: size && {
      x: 0,
      y: 0,
      w: size.columns * GRID.width,
      h: size.rows * GRID.height,
    },
    isAuto: isCustomised ? false : undefined,
  });
}

/** The copy of a panel that came by itself is about the metric of that one. */
const keysOf = (key: string, settings: Json): Json => ({
  ...settings,
  metrics: { kind: 'keys', keys: [key] },
});
