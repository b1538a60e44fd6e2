import { z } from 'zod';
import { Millis } from './common.ts';
import { PromptMessage } from './prompts.ts';

/** The ways of speaking to a provider of models. */
export const MODEL_INTERFACES = ['openai', 'anthropic', 'gemini'] as const;
export const ModelInterface = z.enum(MODEL_INTERFACES);
export type ModelInterface = z.infer<typeof ModelInterface>;

/** `GET /api/v1/entities/{entity}/model-providers`. Keys are never told. */
export const ModelProviderView = z.object({
  name: z.string(),
  interface: ModelInterface,
  baseUrl: z.string(),
  hasKey: z.boolean(),
  /** Names to choose from; others may be asked for, too. */
  models: z.array(z.string()),
  updatedAt: Millis,
});
export type ModelProviderView = z.infer<typeof ModelProviderView>;
export const ModelProviderList = z.object({ providers: z.array(ModelProviderView) });

/** `PUT /api/v1/entities/{entity}/model-providers/{name}` */
export const ModelProviderInput = z.object({
  interface: ModelInterface,
  baseUrl: z.string().min(1).max(2_000),
  /** Absent keeps the one that is there, as long as the address does not change; null is none. */
  apiKey: z.string().min(1).max(10_000).nullable().optional(),
  models: z.array(z.string().min(1).max(200)).max(200).default([]),
});
export type ModelProviderInput = z.input<typeof ModelProviderInput>;

const Schema = z.record(z.string(), z.unknown());

/** A function that the model may ask for, as OpenAI writes it. */
export const ModelTool = z.object({
  type: z.literal('function'),
  function: z.object({
    name: z.string().min(1).max(128),
    description: z.string().max(20_000).optional(),
    parameters: Schema.optional(),
  }),
});
export type ModelTool = z.infer<typeof ModelTool>;

export const ModelParameters = z.object({
  temperature: z.number().min(0).max(10).optional(),
  topP: z.number().min(0).max(1).optional(),
  maxTokens: z.number().int().min(1).max(10_000_000).optional(),
  stop: z.array(z.string().min(1).max(1_000)).max(16).optional(),
  seed: z.number().int().optional(),
  frequencyPenalty: z.number().min(-10).max(10).optional(),
  presencePenalty: z.number().min(-10).max(10).optional(),
});
export type ModelParameters = z.infer<typeof ModelParameters>;

/** What is asked of one model. */
export const ModelRequest = z.object({
  provider: z.string().min(1).max(128),
  model: z.string().min(1).max(200),
  /** As OpenAI writes them: `system`, `user`, `assistant` with `tool_calls`, `tool`. */
  messages: z.array(PromptMessage).min(1).max(2_000),
  tools: z.array(ModelTool).max(128).default([]),
  /** A JSON schema that the answer must fit. */
  answerSchema: Schema.optional(),
  parameters: ModelParameters.default({}),
});
export type ModelRequest = z.input<typeof ModelRequest>;

/** `POST …/playground/runs`: some requests at once; their answers come as server-sent events. */
export const PlaygroundRequest = z.object({
  runs: z
    .array(ModelRequest.extend({ id: z.string().min(1).max(100) }))
    .min(1)
    .max(64),
});
export type PlaygroundRequest = z.input<typeof PlaygroundRequest>;

export const ModelUsage = z.object({
  /** All of them, those of caches included. */
  promptTokens: z.number(),
  completionTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheCreationTokens: z.number(),
  totalTokens: z.number(),
});
export type ModelUsage = z.infer<typeof ModelUsage>;

export const ModelToolCall = z.object({
  id: z.string(),
  name: z.string(),
  /** A JSON text, as far as the model wrote one. */
  arguments: z.string(),
});
export type ModelToolCall = z.infer<typeof ModelToolCall>;

/** Why there is no (whole) answer. */
export const ModelFailure = z.enum([
  'not allowed',
  'unreachable',
  'timed out',
  'refused',
  'rate limited',
  'provider error',
  'not understood',
  'cut off',
  'stopped',
]);
export type ModelFailure = z.infer<typeof ModelFailure>;

/** One event of the stream; `run` names the request. */
export const PlaygroundEvent = z.discriminatedUnion('kind', [
  /** The call that traces it. */
  z.object({ kind: z.literal('started'), run: z.string(), call: z.string() }),
  z.object({ kind: z.literal('text'), run: z.string(), text: z.string() }),
  z.object({ kind: z.literal('reasoning'), run: z.string(), text: z.string() }),
  z.object({
    kind: z.literal('done'),
    run: z.string(),
    text: z.string(),
    toolCalls: z.array(ModelToolCall),
    finishReason: z.string().nullable(),
    usage: ModelUsage.nullable(),
    latencyMs: z.number(),
  }),
  z.object({
    kind: z.literal('failed'),
    run: z.string(),
    failure: ModelFailure,
    message: z.string(),
    retryAfterSeconds: z.number().nullable(),
    latencyMs: z.number(),
  }),
]);
export type PlaygroundEvent = z.infer<typeof PlaygroundEvent>;

/** `POST …/playground/models/{name}/versions`: settings of a model to be used again. */
export const SavedModelInput = ModelRequest.extend({
  messages: z.array(PromptMessage).max(2_000).default([]),
});
export type SavedModelInput = z.input<typeof SavedModelInput>;
