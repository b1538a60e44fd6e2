export { isLowerBetter } from './goal.ts';
export { encodedDefinitionsOf, mergeEncodedDefinitions, metricDefinitionsOf } from './parse.ts';
export { definitionOfKey } from './resolve.ts';
export { MetricDefinition, MetricSummary } from './types.ts';
