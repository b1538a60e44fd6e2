import { pagePath } from '@runloom/model';
import { entriesOf } from '../../../components/value-tree/api-json.ts';
import type { WeaveVersionAddress } from '../../../data/weave-versions.ts';

const REF = /^weave:\/\/\/([^/]+)\/([^/]+)\/(op|object)\/([^/:]+):([^/]+)/s;
const MOST_VALUES = 20_000;
const MOST_FOUND = 200;

/** The version that a text names; null for any other text. */
export function readReference(text: string): WeaveVersionAddress | null {
  const [, entity, project, kind, name, version] = REF.exec(text) ?? [];
  if (!entity || !project || !name || !version) return null;
  return { entity, project, kind: kind === 'op' ? 'op' : 'object', name, version };
}

/** The page of a version. */
export function versionPage({ entity, project, kind, name, version }: WeaveVersionAddress): string {
  const parts = [entity, project, 'weave', kind === 'op' ? 'ops' : 'objects', name];
  return pagePath(...parts, 'versions', version);
}

/** A file of some media type that a value holds (`CustomWeaveType`). */
export interface HeldFile {
  /** Where it stands, for people. */
  readonly path: string;
  readonly name: string;
  readonly digest: string;
  readonly kind: 'image' | 'audio' | 'video' | 'file';
}

/** Versions and files that values name, each once, in the order in which they stand. */
export function findHeld(value: unknown): {
  readonly references: readonly string[];
  readonly files: readonly HeldFile[];
} {
  const references = new Set<string>();
  const files: HeldFile[] = [];
  const waiting: { value: unknown; path: string }[] = [{ value, path: '' }];
  let seen = 0;
  for (let next = waiting.pop(); next !== undefined && seen < MOST_VALUES; next = waiting.pop()) {
    seen += 1;
    if (typeof next.value === 'string') {
      const found = REF.exec(next.value);
      if (found !== null && references.size < MOST_FOUND) references.add(found[0]);
      continue;
    }
    if (files.length < MOST_FOUND) files.push(...filesOf(next.value, next.path));
    const inner = entriesOf(next.value).map(([key, member]) => ({
      value: member,
      path: next.path === '' ? key : `${next.path}.${key}`,
    }));
    waiting.push(...inner.toReversed());
  }
  return { references: [...references], files };
}

function filesOf(value: unknown, path: string): HeldFile[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  if (Reflect.get(value, '_type') !== 'CustomWeaveType' || !Object.hasOwn(value, 'files'))
    return [];
  return entriesOf(Reflect.get(value, 'files')).flatMap(([name, digest]) =>
    // What is told of a file stands beside it in one of its own.
    typeof digest !== 'string' || name === 'metadata.json' || name === '_metadata.json'
      ? []
      : [{ path, name, digest, kind: kindOf(name) }],
  );
}

function kindOf(name: string): HeldFile['kind'] {
  if (/\.(?:png|jpe?g|gif|webp|bmp|avif|svg)$/i.test(name)) return 'image';
  if (/\.(?:wav|mp3|ogg|flac|m4a)$/i.test(name)) return 'audio';
  if (/\.(?:mp4|webm|mov)$/i.test(name)) return 'video';
  return 'file';
}
