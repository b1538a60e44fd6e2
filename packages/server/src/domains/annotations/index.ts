export { createAnnotations } from './service.ts';
export {
  type AnnotationQueue,
  type Annotations,
  ITEM_STATES,
  type QueueItem,
} from './types.ts';
