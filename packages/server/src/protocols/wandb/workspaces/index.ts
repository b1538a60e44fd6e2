import {
  isSame,
  type ListRule,
  mergeChanges,
  parseExactJson,
  parseViewSpec,
  randomLetters,
  stringifyExact,
  VIEW_SPEC_VERSION,
  type ViewSpec,
} from '@runloom/model';
import type { ViewFormat } from '../../../domains/views/index.ts';
import { readBoard, writeBoard } from './board.ts';
import { exact, plain, plainRecord } from './exact.ts';
import { type Json, listOf, recordOf } from './json.ts';
import { byText, inside, named, withIds } from './named-items.ts';
import { panelNames, sectionNames } from './names.ts';
import { readRuns, type ViewPlace, writeRuns } from './runs.ts';

/**
 * Workspaces as the PyPI package `wandb-workspaces` keeps them (0.4, `WorkspaceViewspec`): views of
 * the type `project-view` whose name stands in the address as `?nw=…`. A change on either side is
 * done to the other as a change, so that what only one of them knows stays as it is.
 */
export const WANDB_WORKSPACES: ViewFormat = {
  type: 'project-view',
  linkOf: (name) => /^nw-(.+)-v$/s.exec(name)?.[1] ?? (name === '' ? null : name),
  namesOf: (link) => [`nw-${link}-v`, link],
  // Eleven letters and digits, as the client makes them.
  newName: () => `nw-${randomLetters(11)}-v`,
  read: (text, place) => readWorkspace(text, place),
  make: (spec, place) => stringifyExact(exact(writeWorkspace(spec, place))),
  receive(own, before, after, place) {
    const [was, is] = [readWorkspace(before, place), readWorkspace(after, place)];
    if (isSame(was, is)) return own;
    const merged = mergeChanges(exact(own), exact(was), exact(is), ownRule);
    return parseViewSpec(plain(merged));
  },
  write(text, before, after, place) {
    const [was, is] = [writeWorkspace(before, place), writeWorkspace(after, place)];
    if (isSame(was, is)) return text;
    const kept = withAllIds(parseExactJson(text));
    return stringifyExact(mergeChanges(kept, exact(was), exact(is), wireRule));
  },
};

/** What of a workspace of W&B we have words for. Never throws: what can't be read is as at first. */
function readWorkspace(text: string, place: ViewPlace): ViewSpec {
  const section = recordOf(plainRecord(parseExactJson(text))['section']);
  const [runSet] = listOf(section['runSets']).map(recordOf);
  const bank = recordOf(section['panelBankConfig']);
  const settings = recordOf(section['settings']);
  return parseViewSpec({
    version: VIEW_SPEC_VERSION,
    runs: readRuns(runSet ?? {}, recordOf(section['customRunColors']), place),
    board: readBoard(bank, settings, recordOf(section['workspaceSettings'])),
  });
}

function writeWorkspace(spec: ViewSpec, place: ViewPlace): Json {
  const { runSet, colours } = writeRuns(spec.runs, place);
  const { bank, settings } = writeBoard(spec.board);
  return {
    section: {
      panelBankConfig: bank,
      panelBankSectionConfig: { name: 'Report Panels', isOpen: false, panels: [], type: 'grid' },
      customRunColors: colours,
      name: '',
      runSets: [runSet],
      settings,
      openRunSet: 0,
      openViz: true,
    },
    vizExpanded: false,
    libraryExpanded: true,
  };
}

const withPanelIds = inside('panels', withIds(panelNames));

/** Sections and panels have ids. */
const withAllIds = inside(
  'section',
  inside(
    'panelBankConfig',
    inside('sections', (list) => {
      const sections = withIds(sectionNames)(list);
      return Array.isArray(sections) ? sections.map(withPanelIds) : sections;
    }),
  ),
);

const SECTIONS = 'section.panelBankConfig.sections';

function wireRule(path: string): ListRule {
  switch (path) {
    case 'section.runSets':
      return 'place';
    case 'section.runSets[].pinnedRunIds':
    case 'section.runSets[].selections.tree':
      return byText;
    case SECTIONS:
      return named(sectionNames);
    case `${SECTIONS}[].panels`:
      return named(panelNames);
    default:
      return 'whole';
  }
}

function ownRule(path: string): ListRule {
  switch (path) {
    case 'board.sections':
    case 'board.panels':
      return named((items) => items.map(({ id }) => String(id)));
    case 'board.order':
    case 'board.sections[].order':
    case 'runs.hidden':
    case 'runs.shown':
    case 'runs.pinned':
      return byText;
    case 'runs.colours.chosen':
      return (items) =>
        items.map((item) => stringifyExact(Array.isArray(item) ? (item[0] ?? null) : item));
    default:
      return 'whole';
  }
}
