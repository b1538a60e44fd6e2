export * from './board-part.ts';
export * from './changes.ts';
export { applyDifference, differenceFrom, isSame } from './compact.ts';
export * from './merge-changes.ts';
export * from './runs-part.ts';
export * from './view-spec.ts';
