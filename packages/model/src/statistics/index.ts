export { createIntervals, type Description, describeNumbers, sortedQuantile } from './describe.ts';
export { studentQuantile } from './student.ts';
