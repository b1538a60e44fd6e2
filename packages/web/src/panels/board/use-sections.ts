import { type BoardPart, isSame } from '@runloom/model';
import { useMemo, useRef } from 'react';
import type { PanelSpec } from '../panel-type.ts';
import { panelTypeOf, typeForMetric } from '../registry.ts';
import { type BoardKeys, composeSections, type Section } from './sections.ts';

/**
 * The sections of a board. A panel that nothing happened to is the same object as before, so that a
 * change of one draws no other.
 */
export function useSections(
  board: BoardPart,
  keys: BoardKeys,
  systemBy: 'one' | 'part',
): readonly Section[] {
  const known = useRef<ReadonlyMap<string, PanelSpec>>(new Map());
  return useMemo(() => {
    const sections = composeSections(board, keys, typeForMetric, titleOf, systemBy);
    const specs = new Map<string, PanelSpec>();
    const kept = sections.map((section) => ({
      ...section,
      panels: section.panels.map((panel) => {
        const before = known.current.get(panel.id);
        const spec = before !== undefined && isSame(before, panel) ? before : panel;
        specs.set(panel.id, spec);
        return spec;
      }),
    }));
    known.current = specs;
    return kept;
  }, [board, keys, systemBy]);
}

function titleOf(type: string, settings: PanelSpec['settings']): string {
  return panelTypeOf({ type })?.titleOf(settings) ?? type;
}
