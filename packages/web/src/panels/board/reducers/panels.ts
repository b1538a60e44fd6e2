import type { BoardPart, PanelEntry, PanelSizeSpec } from '@runloom/model';
import type { PanelSettings, PanelSpec } from '../../panel-type.ts';
import { changeSection } from './sections.ts';

export type PanelsAction =
  /** Puts these members in place of the panel's; one that is undefined is as at first again. */
  | { readonly kind: 'panel/settings'; readonly panel: string; readonly change: PanelSettings }
  | { readonly kind: 'panel/title'; readonly panel: string; readonly title: string }
  | { readonly kind: 'panel/type'; readonly panel: string; readonly type: string }
  | { readonly kind: 'panel/size'; readonly panel: string; readonly size: PanelSizeSpec }
  | { readonly kind: 'panel/add'; readonly entry: PanelEntry }
  /** A copy beside it; `id` is the copy's, `order` what its section then holds. */
  | {
      readonly kind: 'panel/duplicate';
      readonly panel: PanelSpec;
      readonly id: string;
      readonly section: string;
      readonly order: readonly string[];
    }
  /** `order` are the ids of all panels of the section as they then stand. */
  | {
      readonly kind: 'panel/move';
      readonly panel: string;
      readonly section: string;
      readonly order: readonly string[];
    }
  | { readonly kind: 'panel/remove'; readonly panel: string }
  /** Several at once, as one step. */
  | { readonly kind: 'panels/remove'; readonly panels: readonly string[] };

export function reducePanels(board: BoardPart, action: PanelsAction): BoardPart {
  switch (action.kind) {
    case 'panel/settings': {
      const before = board.panels.find(({ id }) => id === action.panel)?.settings;
      const settings = withoutUndefined({ ...before, ...action.change });
      return changePanel(board, action.panel, {
        settings: Object.keys(settings).length === 0 ? undefined : settings,
      });
    }
    case 'panel/title':
      return changePanel(board, action.panel, {
        title: action.title.trim() === '' ? undefined : action.title.trim(),
      });
    case 'panel/type':
      return changePanel(board, action.panel, { type: action.type, settings: undefined });
    case 'panel/size':
      return changePanel(board, action.panel, { size: action.size });
    case 'panel/add':
      return { ...board, panels: [...board.panels, action.entry] };
    case 'panel/duplicate': {
      const { panel, id, section, order } = action;
      const size = board.panels.find((other) => other.id === panel.id)?.size;
      const copy: PanelEntry = {
        id,
        type: panel.type,
        title: panel.title,
        section,
        settings: { ...panel.settings },
        ...(panel.metric === null ? {} : { metric: panel.metric }),
        ...(size === undefined ? {} : { size }),
      };
      const added = { ...board, panels: [...board.panels, copy] };
      return changeSection(added, section, { order: [...order], sort: undefined });
    }
    case 'panel/move': {
      const moved = changePanel(board, action.panel, { section: action.section });
      return changeSection(moved, action.section, { order: [...action.order], sort: undefined });
    }
    case 'panels/remove':
      return action.panels.reduce(
        (rest, panel) => reducePanels(rest, { kind: 'panel/remove', panel }),
        board,
      );
    case 'panel/remove':
      if (isOwnPanel(action.panel)) {
        return { ...board, panels: board.panels.filter(({ id }) => id !== action.panel) };
      }
      return changePanel(board, action.panel, { isRemoved: true });
  }
}

/** Whether a reader added the panel; all others come by themselves. */
export const isOwnPanel = (id: string): boolean => id.startsWith('own/');

/** Ids are random so that two people who add a panel at once don't make the same. */
export function newPanelId(): string {
  return `own/${newId()}`;
}

export function newSectionId(): string {
  return `own:${newId()}`;
}

const newId = (): string => crypto.getRandomValues(new Uint32Array(2)).join('').slice(0, 14);

type Change = { readonly [Name in keyof PanelEntry]?: PanelEntry[Name] | undefined };

/** Members that are undefined are taken away; an entry that says nothing is none. */
function changePanel(board: BoardPart, id: string, change: Change): BoardPart {
  const before = board.panels.find((panel) => panel.id === id);
  const after = withoutUndefined({ ...before, ...change, id }) as unknown as PanelEntry;
  const isEmpty = Object.keys(after).length === 1;
  if (before === undefined) return isEmpty ? board : { ...board, panels: [...board.panels, after] };
  if (isEmpty) return { ...board, panels: board.panels.filter((panel) => panel !== before) };
  return { ...board, panels: board.panels.map((panel) => (panel === before ? after : panel)) };
}

function withoutUndefined(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
