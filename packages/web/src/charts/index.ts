export { type ChartLine, type LineStyle, toChartLine } from './chart-line.ts';
export { type Crosshair, CrosshairContext, createCrosshair } from './crosshair.ts';
export { drawableRange, type Range, xExtent } from './extent.ts';
export { formatValue, formatX } from './format.ts';
export { LineChart, type LineChartProps } from './line-chart.tsx';
