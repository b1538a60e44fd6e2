import type { MetadataStore } from '../../stores/metadata/types.ts';
import { insertKeys, selectKeys } from './store.ts';
import type { Metrics, Stream } from './types.ts';

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
    stream: Stream,
    keys: ReadonlySet<string>,
  ): Promise<readonly string[]> {
    const remembered = await recall(projectId, stream);
    const fresh = [...keys].filter((key) => !remembered.has(key));
    if (fresh.length === 0) return fresh;
    await insertKeys(metadata, projectId, stream, fresh);
    for (const key of fresh) remembered.add(key);
    return fresh;
  }

  async function recall(projectId: number, stream: Stream): Promise<Set<string>> {
    const name = `${stream} ${projectId}`;
    const cached = known.get(name) ?? new Set(await selectKeys(metadata, projectId, stream));
    known.delete(name);
    known.set(name, cached);
    for (const oldest of known.keys()) {
      if (known.size <= CACHED_PROJECTS) break;
      known.delete(oldest);
    }
    return cached;
  }

  async function list(
    projectId: number,
  ): Promise<{ history: readonly string[]; system: readonly string[] }> {
    const [history, system] = await Promise.all([
      selectKeys(metadata, projectId, 'history'),
      selectKeys(metadata, projectId, 'system'),
    ]);
    return { history, system };
  }

  return { register, list };
}
