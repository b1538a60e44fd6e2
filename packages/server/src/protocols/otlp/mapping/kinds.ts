import type { Span } from '../request/index.ts';
import { type AttributeTree, nodeAt } from './attribute-tree.ts';
import type { CallKind, Convention } from './convention.ts';

export type KindPlaces = readonly {
  readonly parts: readonly string[];
  readonly values: ReadonlyMap<string, CallKind>;
}[];

export const compileKinds = (conventions: readonly Convention[]): KindPlaces =>
  conventions
    .flatMap((convention) => convention.kinds ?? [])
    .map(({ attribute, values }) => ({
      parts: attribute.split('.'),
      values: new Map(Object.entries(values)),
    }));

/** Names by which the GenAI conventions begin the names of spans: for those that say it nowhere else. */
const NAME_PREFIXES: readonly (readonly [string, CallKind])[] = [
  ['invoke_agent', 'agent'],
  ['create_agent', 'agent'],
  ['execute_tool', 'tool'],
  ['chat ', 'llm'],
  ['text_completion ', 'llm'],
  ['generate_content ', 'llm'],
  ['embeddings ', 'embedding'],
];

export function findKind(root: AttributeTree, span: Span, places: KindPlaces): CallKind | null {
  for (const { parts, values } of places) {
    const said = nodeAt(root, parts)?.value?.plain;
    const kind = typeof said === 'string' ? values.get(said.toLowerCase()) : undefined;
    if (kind !== undefined) return kind;
  }
  if (!root.members.has('gen_ai') && !root.members.has('weave')) return null;
  return NAME_PREFIXES.find(([prefix]) => span.name.startsWith(prefix))?.[1] ?? null;
}
