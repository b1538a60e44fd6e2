export {
  axisMetric,
  axisName,
  type ChartAxis,
  metricAxis,
} from './chart-axis.ts';
export { type ChartLine, toChartLine } from './chart-line.ts';
export { CrosshairContext, createCrosshair } from './crosshair.ts';
export { type Range, xExtent } from './extent.ts';
export { formatValue } from './format.ts';
export { LineChart } from './line-chart.tsx';
