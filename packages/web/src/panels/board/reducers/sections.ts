import type { BoardPart, SectionSpec } from '@runloom/model';

/** Layout of one section; null takes a setting back. */
export interface SectionLayout {
  readonly columns?: number | null;
  readonly height?: number | null;
  readonly isCustom?: boolean;
  readonly pageRows?: number | null;
}

export type SectionsAction =
  /** `isOpen` is what it becomes. */
  | { readonly kind: 'section/open'; readonly section: string; readonly isOpen: boolean }
  | { readonly kind: 'section/rename'; readonly section: string; readonly title: string }
  /** `order` are the ids of all sections as they then stand. */
  | { readonly kind: 'section/order'; readonly order: readonly string[] }
  | { readonly kind: 'section/sort'; readonly section: string }
  | {
      readonly kind: 'section/add';
      readonly section: string;
      readonly title: string;
      readonly order: readonly string[];
    }
  | { readonly kind: 'section/remove'; readonly section: string }
  | { readonly kind: 'section/layout'; readonly section: string; readonly layout: SectionLayout }
  | {
      readonly kind: 'sections/open-all';
      readonly sections: readonly string[];
      readonly isOpen: boolean;
    };

export function reduceSections(board: BoardPart, action: SectionsAction): BoardPart {
  switch (action.kind) {
    case 'section/open':
      return changeSection(board, action.section, { isOpen: action.isOpen });
    case 'section/rename':
      return changeSection(board, action.section, {
        title: action.title.trim() === '' ? undefined : action.title.trim(),
      });
    case 'section/order':
      return { ...board, order: [...action.order] };
    case 'section/sort':
      return changeSection(board, action.section, { sort: 'name', order: undefined });
    case 'section/add':
      return {
        ...changeSection(board, action.section, { title: action.title, isOpen: true }),
        order: [...action.order],
      };
    case 'section/remove':
      return removeSection(board, action.section);
    case 'section/layout': {
      const { columns, height, isCustom, pageRows } = action.layout;
      return changeSection(board, action.section, {
        ...(columns === undefined ? {} : { columns: columns ?? undefined }),
        ...(height === undefined ? {} : { height: height ?? undefined }),
        ...(isCustom === undefined ? {} : { isCustom: isCustom || undefined }),
        ...(pageRows === undefined ? {} : { pageRows: pageRows ?? undefined }),
      });
    }
    case 'sections/open-all':
      return action.sections.reduce(
        (changed, section) => changeSection(changed, section, { isOpen: action.isOpen }),
        board,
      );
  }
}

/** Whether a reader made the section; all others come by themselves. */
export const isOwnSection = (id: string): boolean => id.startsWith('own:');

type Change = { readonly [Name in keyof SectionSpec]?: SectionSpec[Name] | undefined };

/** Members that are undefined are taken away; an entry that says nothing is none. */
export function changeSection(board: BoardPart, id: string, change: Change): BoardPart {
  const before = board.sections.find((section) => section.id === id);
  const members = Object.entries({ ...before, ...change, id }).filter(
    ([, value]) => value !== undefined,
  );
  const after = Object.fromEntries(members) as unknown as SectionSpec;
  const isEmpty = members.length === 1 && !isOwnSection(id);
  const others = board.sections.filter((section) => section !== before);
  if (isEmpty) return before === undefined ? board : { ...board, sections: others };
  if (before === undefined) return { ...board, sections: [...others, after] };
  return { ...board, sections: board.sections.map((one) => (one === before ? after : one)) };
}

/** One that a reader made is gone with what was added to it; one that comes by itself is remembered as removed. */
function removeSection(board: BoardPart, id: string): BoardPart {
  const panels = board.panels
    .filter((panel) => panel.section !== id || !panel.id.startsWith('own/'))
    .map((panel) => (panel.section === id ? { ...panel, isRemoved: true } : panel));
  const order = board.order.filter((other) => other !== id);
  if (!isOwnSection(id)) {
    return { ...changeSection(board, id, { isRemoved: true }), panels, order };
  }
  const sections = board.sections.filter((section) => section.id !== id);
  return { ...board, sections, panels, order };
}
