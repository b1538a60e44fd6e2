export type { Answer } from './answer.ts';
export type { Asked } from './interfaces/types.ts';
export { askedModelOf, MODEL_CLASS, modelObject, settingsOf } from './model-object.ts';
export { createPlayground, type Playground } from './service.ts';
export {
  type AskedModel,
  summaryText,
  tokensOf,
  toolCallsOf,
  type UsageByModel,
  usageByModel,
  wholeAsk,
} from './tracing.ts';
export { createModels, type Models, mayPass, type WholeAnswer } from './whole-answers.ts';
