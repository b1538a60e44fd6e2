import type { Smoothing } from '@runloom/model';
import type { Range } from '../../charts/index.ts';
import { joinTexts, splitTexts } from '../view/list-text.ts';
import type { AddressParameters } from '../view/use-address.ts';
import { INITIAL_PASSING, type PassingState } from './reducers/passing.ts';
import type { ShownSmoothing } from './reducers/settings.ts';

/** Members of the address that say what of a board is looked at. */
export const PASSING_PARAMETERS = ['m', 'zoom', 'panel'] as const;

/** What is looked at as members of the address; what is as at first is empty. */
export function encodePassing(state: PassingState): AddressParameters {
  return {
    m: state.search,
    zoom: joinTexts(
      [...state.zooms].flatMap(([panel, { min, max }]) => [panel, String(min), String(max)]),
    ),
    panel: state.fullScreen ?? '',
  };
}

/** What an address tells of. What can't be read is as at first: links are written by hand too. */
export function decodePassing(parameters: AddressParameters): PassingState {
  const text = (name: (typeof PASSING_PARAMETERS)[number]): string => parameters[name] ?? '';
  return {
    ...INITIAL_PASSING,
    search: text('m'),
    zooms: decodeZooms(splitTexts(text('zoom'))),
    fullScreen: text('panel') === '' ? null : text('panel'),
  };
}

export type SmoothingKind = ShownSmoothing['kind'];

/** The one number that each smoothing has: its weight, width or count of points. */
export function strengthOf(smoothing: ShownSmoothing): number {
  switch (smoothing.kind) {
    case 'twema':
    case 'ema':
      return smoothing.weight;
    case 'gaussian':
      return smoothing.sigma;
    case 'average':
      return smoothing.points;
  }
}

/** The reverse of {@link strengthOf}; numbers beyond what the kind takes are brought to its ends. */
export function smoothingOf(
  kind: Exclude<Smoothing['kind'], 'none'>,
  strength: number,
): ShownSmoothing {
  switch (kind) {
    case 'twema':
    case 'ema':
      return { kind, weight: Math.min(0.999, Math.max(0, strength)) };
    case 'gaussian':
      return { kind, sigma: Math.max(0, strength) };
    case 'average':
      return { kind, points: Math.max(1, Math.round(strength)) };
  }
}

function decodeZooms(items: readonly string[]): ReadonlyMap<string, Range> {
  const zooms = new Map<string, Range>();
  for (let index = 0; index + 2 < items.length; index += 3) {
    const [panel = '', from = '', to = ''] = items.slice(index, index + 3);
    const [min, max] = [Number(from), Number(to)];
    if (from !== '' && to !== '' && Number.isFinite(min) && max > min && Number.isFinite(max)) {
      zooms.set(panel, { min, max });
    }
  }
  return zooms;
}
