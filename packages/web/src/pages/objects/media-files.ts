import { entriesOf, kindOf } from '../../components/value-tree/api-json.ts';

/** A file that a value names, which a browser can show. */
export interface MediaFile {
  /** Where in the value it stands, e.g. `rows.0.image`. */
  readonly path: string;
  readonly name: string;
  readonly digest: string;
  readonly kind: 'image' | 'audio' | 'video';
}

const KINDS: readonly (readonly [MediaFile['kind'], RegExp])[] = [
  ['image', /\.(?:png|jpe?g|gif|webp|bmp)$/i],
  ['audio', /\.(?:wav|mp3|ogg|flac|m4a)$/i],
  ['video', /\.(?:mp4|webm)$/i],
];
const MOST_FILES = 60;

/** Images, sounds and films among what a value holds, the first ones. */
export function mediaFiles(value: unknown): readonly MediaFile[] {
  const found: MediaFile[] = [];
  const waiting: { readonly path: readonly string[]; readonly value: unknown }[] = [
    { path: [], value },
  ];
  while (waiting.length > 0 && found.length < MOST_FILES) {
    const next = waiting.pop();
    if (next === undefined) break;
    const kind = kindOf(next.value);
    if (kind !== 'object' && kind !== 'array') continue;
    const entries = entriesOf(next.value);
    const members = new Map(entries);
    if (members.get('_type') === 'CustomWeaveType') {
      found.push(...filesOf(next.path, members.get('files')));
      continue;
    }
    for (const [key, member] of entries.toReversed()) {
      waiting.push({ path: [...next.path, key], value: member });
    }
  }
  return found;
}

function filesOf(path: readonly string[], files: unknown): MediaFile[] {
  if (kindOf(files) !== 'object') return [];
  return entriesOf(files).flatMap(([name, digest]) => {
    const kind = KINDS.find(([, pattern]) => pattern.test(name))?.[0];
    if (kind === undefined || typeof digest !== 'string') return [];
    return [{ path: path.join('.'), name, digest, kind }];
  });
}
