export * from './code-comparer.ts';
export * from './custom-chart.ts';
export * from './markdown.ts';
export * from './media.ts';
export * from './run-comparer.ts';
export * from './table.ts';
export * from './vega-panel.ts';
