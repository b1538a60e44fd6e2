import type { DragEvent } from 'react';

type Dragged =
  | { readonly kind: 'panel'; readonly id: string }
  | { readonly kind: 'section'; readonly id: string };

/** What is dragged over a board: the browser tells it only once it is dropped. */
export interface BoardDrag {
  start(event: DragEvent, what: Dragged): void;
  end(): void;
  /** Id of the panel under way; null when none is. */
  panel(): string | null;
  section(): string | null;
}

const TYPE = 'application/x-runloom';

export function createBoardDrag(): BoardDrag {
  let dragged: Dragged | null = null;
  const idOf = (kind: Dragged['kind']) => (dragged?.kind === kind ? dragged.id : null);
  return {
    start(event, what) {
      dragged = what;
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData(TYPE, what.kind);
    },
    end() {
      dragged = null;
    },
    panel: () => idOf('panel'),
    section: () => idOf('section'),
  };
}
