export type { Answer } from './answers.ts';
export { createReviews, type Reviews } from './reviews.ts';
export { createAnnotations } from './service.ts';
export {
  type AnnotationQueue,
  type Annotations,
  ITEM_STATES,
  type ItemState,
  type QueueItem,
  queuedCall,
} from './types.ts';
