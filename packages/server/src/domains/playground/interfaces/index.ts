import type { ModelInterface } from '@runloom/model';
import { anthropic } from './anthropic.ts';
import { gemini } from './gemini.ts';
import { openAi } from './openai.ts';
import type { ProviderInterface } from './types.ts';

export const INTERFACES: Readonly<Record<ModelInterface, ProviderInterface>> = {
  openai: openAi,
  anthropic,
  gemini,
};
