import { z } from 'zod';

/** What a panel of text can be set to. */
export const MarkdownSettings = z.object({
  /** Markdown, as GitHub reads it, with formulas between dollar signs. */
  text: z.string().max(100_000).default(''),
});
export type MarkdownSettings = z.infer<typeof MarkdownSettings>;
