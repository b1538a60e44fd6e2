import type { Smoothing } from '@runloom/model';
import { parseAxis, type Range } from '../../charts/index.ts';
import { joinTexts, splitTexts } from '../view/list-text.ts';
import type { AddressParameters } from '../view/use-view.ts';
import { type BoardView, INITIAL_BOARD_VIEW } from './board-view.ts';
import { MOST_COLUMNS } from './layout.ts';

/** Members of the address that hold a board's view. */
export const BOARD_PARAMETERS = [
  'm',
  'x',
  'smooth',
  'plain',
  'log',
  'fit',
  'cols',
  'sections',
  'sync',
  'zoom',
  'panel',
] as const;

/** A board's view as members of the address; what is as at first is left out. */
export function encodeBoard(view: BoardView): AddressParameters {
  const start = INITIAL_BOARD_VIEW;
  const smoothing = encodeSmoothing(view.smoothing);
  return {
    m: view.search,
    x: view.axis === start.axis ? '' : view.axis,
    smooth: smoothing === encodeSmoothing(start.smoothing) ? '' : smoothing,
    plain: view.showsOriginal ? '' : '1',
    log: view.isLog ? '1' : '',
    fit: view.ignoresOutliers ? '1' : '',
    cols: view.columns === null ? '' : String(view.columns),
    sections: joinTexts(view.toggledSections),
    sync: view.syncsZoom ? '1' : '',
    zoom: joinTexts(
      [...view.zooms].flatMap(([panel, { min, max }]) => [panel, String(min), String(max)]),
    ),
    panel: view.fullScreen ?? '',
  };
}

/** The view an address tells of. What can't be read is as at first: links are written by hand too. */
export function decodeBoard(parameters: AddressParameters): BoardView {
  const text = (name: (typeof BOARD_PARAMETERS)[number]): string => parameters[name] ?? '';
  const columns = Number(text('cols'));
  return {
    search: text('m'),
    axis: parseAxis(text('x')) ?? INITIAL_BOARD_VIEW.axis,
    smoothing: decodeSmoothing(text('smooth')),
    showsOriginal: text('plain') === '',
    isLog: text('log') !== '',
    ignoresOutliers: text('fit') !== '',
    columns: Number.isInteger(columns) && columns >= 1 && columns <= MOST_COLUMNS ? columns : null,
    toggledSections: splitTexts(text('sections')),
    syncsZoom: text('sync') !== '',
    zooms: decodeZooms(splitTexts(text('zoom'))),
    fullScreen: text('panel') === '' ? null : text('panel'),
    panelSettings: INITIAL_BOARD_VIEW.panelSettings,
  };
}

function encodeSmoothing(smoothing: BoardView['smoothing']): string {
  return `${smoothing.kind}*${strengthOf(smoothing)}`;
}

function decodeSmoothing(text: string): BoardView['smoothing'] {
  const [kind = '', number = ''] = text.split('*');
  const strength = Number(number);
  if (!isSmoothingKind(kind) || number === '' || !(strength >= 0)) {
    return INITIAL_BOARD_VIEW.smoothing;
  }
  return smoothingOf(kind, strength);
}

export type SmoothingKind = BoardView['smoothing']['kind'];

/** The one number that each smoothing has: its weight, width or count of points. */
export function strengthOf(smoothing: BoardView['smoothing']): number {
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
export function smoothingOf(kind: SmoothingKind, strength: number): BoardView['smoothing'] {
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

function isSmoothingKind(kind: string): kind is Exclude<Smoothing['kind'], 'none'> {
  return kind === 'twema' || kind === 'ema' || kind === 'gaussian' || kind === 'average';
}
