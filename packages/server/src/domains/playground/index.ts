export type { Answer } from './answer.ts';
export type { Asked } from './interfaces/types.ts';
export { createPlayground, type Playground } from './service.ts';
export { endOfAsk, startOfAsk, usageByModel } from './tracing.ts';
export { createModels, type Models, mayPass, type WholeAnswer } from './whole-answers.ts';
