export * from './board-part.ts';
export * from './changes.ts';
export { applyDifference, differenceFrom, isSame } from './compact.ts';
export * from './merge-changes.ts';
export * from './runs-part.ts';
export { ViewSpecError } from './spec-reader.ts';
export * from './traces-view.ts';
export * from './view-spec.ts';
export * from './weave-saved-view.ts';
