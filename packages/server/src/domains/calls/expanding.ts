import { CALL_ROOTS, type CallRoot, splitPath } from '@runloom/model';
import type { ProjectId } from '../projects/index.ts';
import { spanAtPath } from './splice.ts';
import type { Call, JsonText, ReadRefs } from './types.ts';

const SCHEME = 'weave:///';

/** A path at which references are followed. */
export interface ExpandedPath {
  readonly root: CallRoot;
  readonly path: readonly string[];
}

/** The paths, shallow ones first: what stands below is looked for in what was put there. */
export function expandedPaths(columns: readonly string[]): ExpandedPath[] {
  const paths = columns.flatMap((column) => {
    const [first, ...path] = splitPath(column);
    const root = CALL_ROOTS.find((known) => known === first);
    return root === undefined ? [] : [{ root, path }];
  });
  return paths.sort((a, b) => a.path.length - b.path.length);
}

/** Puts what references name in their place: `{"_ref": reference, …}` for objects. */
export async function expandCalls(
  readRefs: ReadRefs,
  project: ProjectId,
  calls: readonly Call[],
  columns: readonly string[],
): Promise<readonly Call[]> {
  let expanded = calls;
  for (const { root, path } of expandedPaths(columns)) {
    const refs = expanded.map((call) => refAt(call[root], path));
    const wanted = [...new Set(refs.filter((ref) => ref !== null))];
    if (wanted.length === 0) continue;
    const values = await readRefs(project, wanted);
    const byRef = new Map(wanted.map((ref, index) => [ref, values[index] ?? null]));
    expanded = expanded.map((call, index) => {
      const ref = refs[index] ?? null;
      const value = ref === null ? null : (byRef.get(ref) ?? null);
      const json = call[root];
      const span = json === null ? null : spanAtPath(json, path);
      if (ref === null || value === null || json === null || span === null) return call;
      const put = withRef(ref, value);
      return { ...call, [root]: json.slice(0, span.from) + put + json.slice(span.to) };
    });
  }
  return expanded;
}

/** The reference at a path of a JSON text; null where none stands. */
export function refAt(json: JsonText | null, path: readonly string[]): string | null {
  if (json === null || !json.includes(SCHEME)) return null;
  const span = spanAtPath(json, path);
  if (span === null) return null;
  const token = json.slice(span.from, span.to);
  if (!token.startsWith('"')) return null;
  const text = JSON.parse(token) as string;
  return text.startsWith(SCHEME) ? text : null;
}

function withRef(ref: string, value: JsonText): JsonText {
  const trimmed = value.trim();
  if (!trimmed.startsWith('{')) return trimmed;
  const rest = trimmed.slice(1).trimStart();
  const comma = rest.startsWith('}') ? '' : ',';
  return `{"_ref":${JSON.stringify(ref)}${comma}${rest}`;
}
