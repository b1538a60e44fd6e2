import type { MediaSettings } from '@runloom/model';
import { useCallback } from 'react';
import { z } from 'zod';
import { useBoard } from '../board/board-context.ts';
import type { PanelProps } from '../panel-type.ts';

/** Where the synced sliders of all panels stand, by what they go over; a setting of the workspace. */
const Synced = z.object({ positions: z.record(z.string(), z.number().nullable()).default({}) });

/**
 * Where a panel's slider stands, and how it is moved: alone, or with all others over the same key.
 * Null is the end, also while more arrives.
 */
export function useSliderPosition({
  spec,
  settings,
  onChange,
}: Pick<PanelProps<MediaSettings>, 'spec' | 'settings' | 'onChange'>) {
  const { dispatch } = useBoard();
  const { isSynced, sliderKey, position } = settings;
  const shared = Synced.safeParse(spec.outer[1] ?? {}).data?.positions ?? {};
  const move = useCallback(
    (next: number | null) => {
      if (!isSynced) return onChange({ position: next });
      dispatch({
        kind: 'settings/change',
        type: 'media',
        section: null,
        change: { positions: { ...shared, [sliderKey]: next } },
      });
    },
    [isSynced, sliderKey, onChange, dispatch, shared],
  );
  const synced = Object.hasOwn(shared, sliderKey) ? (shared[sliderKey] ?? null) : null;
  return { position: isSynced ? synced : position, move };
}
