import { useEffect, useState } from 'react';
import type { BoardAction } from '../../../panels/board/board-view.ts';
import type { Section } from '../../../panels/board/sections.ts';

/** Members of addresses of W&B that name a panel by its heading, and that of its section. */
export const PANEL_NAME_PARAMETERS = ['panelDisplayName', 'panelSectionName'] as const;

/**
 * Opens the panel that an address of W&B names, once it is there.
 * @param isComplete whether the sections are all there are: else what is missing may still come
 * @returns the name that no panel has; null while there is no such fault
 */
export function usePanelByName(
  sections: readonly Section[],
  isComplete: boolean,
  dispatch: (action: BoardAction) => void,
): string | null {
  const [asked, setAsked] = useState(readNames);
  const [missing, setMissing] = useState<string | null>(null);
  useEffect(() => {
    if (asked === null) return;
    const found = findPanel(sections, asked);
    if (found === null && !isComplete) return;
    setAsked(null);
    if (found === null) setMissing(asked.panel);
    else dispatch({ kind: 'full-screen', panel: found });
  }, [asked, sections, isComplete, dispatch]);
  return missing;
}

interface Names {
  readonly panel: string;
  readonly section: string;
}

function readNames(): Names | null {
  const [panel, section] = PANEL_NAME_PARAMETERS.map(
    (name) => new URLSearchParams(window.location.search).get(name) ?? '',
  );
  return panel ? { panel, section: section ?? '' } : null;
}

/** By its heading or its metric; of several the one in the section of that name. */
function findPanel(sections: readonly Section[], { panel, section }: Names): string | null {
  const ids = (own: readonly Section[]) =>
    own.flatMap(({ panels }) =>
      panels.flatMap(({ id, title, metric }) =>
        title === panel || metric?.key === panel ? [id] : [],
      ),
    );
  const [inSection] = ids(sections.filter(({ title }) => title === section));
  return inSection ?? ids(sections)[0] ?? null;
}
