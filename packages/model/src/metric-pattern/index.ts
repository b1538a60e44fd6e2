export { findMetrics, type MetricMatch, MOST_MATCHES } from './find-metrics.ts';
export { PatternError } from './syntax.ts';
