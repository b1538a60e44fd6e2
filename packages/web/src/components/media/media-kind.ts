/** How values of a key are shown. */
export type MediaKind =
  | 'images'
  | 'video'
  | 'audio'
  | 'html'
  | 'figure'
  | 'object'
  | 'histogram'
  | 'table'
  | 'other';

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
  ['plotly-file', 'figure'],
  ['plotly', 'figure'],
  ['object3D-file', 'object'],
  ['object3D', 'object'],
  ['molecule-file', 'object'],
  ['molecule', 'object'],
  ['histogram', 'histogram'],
  ['table-file', 'table'],
  ['incremental-table-file', 'table'],
  ['joined-table', 'table'],
  ['partitioned-table', 'table'],
]);

/** The order in which kinds stand on the page, with their titles. */
export const KIND_TITLES: Readonly<Record<MediaKind, string>> = {
  images: 'Images',
  video: 'Videos',
  audio: 'Sounds',
  html: 'HTML',
  figure: 'Figures',
  object: '3D objects',
  histogram: 'Histograms',
  table: 'Tables',
  other: 'Other',
};

/** Kind of a value by the type that it names itself, as the client writes it. */
export function mediaKind(type: string | undefined): MediaKind {
  return KINDS.get(type ?? '') ?? 'other';
}

/** Tables whose rows stand in an artifact: the run only names them. */
export const isArtifactTable = (type: string | undefined): boolean =>
  type === 'joined-table' || type === 'partitioned-table';

export const isMolecule = (type: string | undefined): boolean =>
  type === 'molecule-file' || type === 'molecule';

/** What can be said of values whose files are not to be had. */
export function wordsForType(type: string | undefined): string {
  switch (type) {
    case 'joined-table':
      return 'A join of two tables. Its artifact, or one of the tables, is not there or not for you to see.';
    case 'partitioned-table':
      return 'A table in parts. Its artifact, or one of the parts, is not there or not for you to see.';
    default:
      return 'This value names no file.';
  }
}

/** Why a file of a value is not drawn, in one line. */
export function wordsForFile(type: string | undefined): string | null {
  switch (type) {
    case 'molecule-file':
    case 'molecule':
      return 'Molecules of this format are not drawn. The file opens in PyMOL, ChimeraX or VMD.';
    case 'bokeh-file':
    case 'bokeh':
      return 'Bokeh documents are not drawn. Log wandb.Html(file_html(plot, INLINE)) to see the plot here.';
    default:
      return null;
  }
}
