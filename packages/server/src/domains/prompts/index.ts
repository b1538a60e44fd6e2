export { createPrompts, type Prompts } from './service.ts';
