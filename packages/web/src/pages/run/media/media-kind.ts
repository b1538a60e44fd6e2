/** How values of a key are shown. */
export type MediaKind = 'images' | 'video' | 'audio' | 'html' | 'histogram' | 'table' | 'other';

const KINDS: ReadonlyMap<string, MediaKind> = new Map([
  ['image-file', 'images'],
  ['images/separated', 'images'],
  ['images', 'images'],
  ['video-file', 'video'],
  ['videos', 'video'],
  ['audio-file', 'audio'],
  ['audio', 'audio'],
  ['html-file', 'html'],
  ['html', 'html'],
  ['histogram', 'histogram'],
  ['table-file', 'table'],
  ['incremental-table-file', 'table'],
]);

/** The order in which kinds stand on the page, with their titles. */
export const KIND_TITLES: Readonly<Record<MediaKind, string>> = {
  images: 'Images',
  video: 'Videos',
  audio: 'Sounds',
  html: 'HTML',
  histogram: 'Histograms',
  table: 'Tables',
  other: 'Other',
};

/** Kind of a value by the type that it names itself, as the client writes it. */
export function mediaKind(type: string | undefined): MediaKind {
  return KINDS.get(type ?? '') ?? 'other';
}
