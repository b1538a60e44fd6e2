export { createPlayground, type Playground } from './service.ts';
