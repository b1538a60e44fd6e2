import { z } from 'zod';

/** A message as clients of language models send it; content is a text or a list of parts. */
export const PromptMessage = z.looseObject({
  role: z.string().min(1).max(100),
  content: z.union([
    z.string().max(4_000_000),
    z.array(z.record(z.string(), z.unknown())),
    z.null(),
  ]),
});
export type PromptMessage = z.infer<typeof PromptMessage>;

const Shared = {
  /** The version that it stands upon: a digest, `latest`, `v3` or an alias. Absent for a new prompt. */
  base: z.string().min(1).max(128).optional(),
  description: z.string().max(10_000).nullable().optional(),
};

/** `POST /api/v1/projects/{entity}/{project}/prompts/{name}/versions` */
export const PromptInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('StringPrompt'), content: z.string().max(4_000_000), ...Shared }),
  z.object({
    kind: z.literal('MessagesPrompt'),
    messages: z.array(PromptMessage).min(1).max(1_000),
    ...Shared,
  }),
]);
export type PromptInput = z.input<typeof PromptInput>;
