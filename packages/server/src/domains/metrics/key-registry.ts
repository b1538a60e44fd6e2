import type { MetadataStore } from '../../stores/metadata/types.ts';
import { insertKeys, selectKeys } from './project-keys.ts';
import type { KeyKind, Metrics } from './types.ts';

/** Projects whose keys are held in memory, so that a known key costs no query. */
const CACHED_PROJECTS = 256;

/** Keys of projects: written when first seen, remembered in memory. */
export function createKeyRegistry(metadata: MetadataStore): {
  readonly register: Metrics['registerKeys'];
  readonly list: Metrics['listKeys'];
} {
  const known = new Map<string, Set<string>>();

  async function register(
    projectId: number,
    kind: KeyKind,
    keys: ReadonlySet<string>,
  ): Promise<readonly string[]> {
    const remembered = await recall(projectId, kind);
    const fresh = [...keys].filter((key) => !remembered.has(key));
    if (fresh.length === 0) return fresh;
    await insertKeys(metadata, projectId, kind, fresh);
    for (const key of fresh) remembered.add(key);
    return fresh;
  }

  async function recall(projectId: number, kind: KeyKind): Promise<Set<string>> {
    const name = `${kind} ${projectId}`;
    const cached = known.get(name) ?? new Set(await selectKeys(metadata, projectId, kind));
    known.delete(name);
    known.set(name, cached);
    for (const oldest of known.keys()) {
      if (known.size <= CACHED_PROJECTS) break;
      known.delete(oldest);
    }
    return cached;
  }

  return {
    register,
    async list(projectId) {
      const [history, system, objects] = await Promise.all([
        selectKeys(metadata, projectId, 'history'),
        selectKeys(metadata, projectId, 'system'),
        selectKeys(metadata, projectId, 'objects'),
      ]);
      return { history, system, objects };
    },
  };
}
