export { foldPoints, type LineBuckets, type LinePoints } from './fold.ts';
export { bucketOf, chooseGrid, type Grid } from './grid.ts';
export { type GroupLine, type GroupMember, groupLine } from './group.ts';
