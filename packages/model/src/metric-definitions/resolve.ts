import type { MetricDefinition } from './types.ts';

/**
 * What holds for a key: its own definition, else the longest glob that it begins with. Keys that
 * begin with `_` are the client's own, which globs leave alone. A key is never its own x axis.
 */
export function definitionOfKey(
  definitions: readonly MetricDefinition[],
  key: string,
): MetricDefinition | null {
  let best: MetricDefinition | null = null;
  for (const definition of definitions) {
    if (!definition.isGlob) {
      if (definition.key === key) return expanded(definition, key);
    } else if (!key.startsWith('_') && key.startsWith(definition.key)) {
      if (best === null || definition.key.length > best.key.length) best = definition;
    }
  }
  return best === null ? null : expanded(best, key);
}

function expanded(definition: MetricDefinition, key: string): MetricDefinition {
  const { stepMetric } = definition;
  return { ...definition, key, isGlob: false, stepMetric: stepMetric === key ? null : stepMetric };
}
