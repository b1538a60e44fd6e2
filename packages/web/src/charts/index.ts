export {
  axisMetric,
  axisName,
  type ChartAxis,
  metricAxis,
} from './chart-axis.ts';
export { type ChartLine, toChartLine } from './chart-line.ts';
export { type Range, xExtent } from './extent.ts';
export { LineChart } from './line-chart.tsx';
