export { type DiffLine, diffLines, linesOf } from './line-diff.ts';
