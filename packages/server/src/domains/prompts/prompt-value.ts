import { memberTexts, objectText, type PromptInput } from '@runloom/model';
import type { z } from 'zod';
import type { JsonText } from '../objects/index.ts';

type Prompt = z.output<typeof PromptInput>;

/** The object that the Python client publishes for a prompt: its name stands only beside it. */
export function newPromptText(prompt: Prompt): JsonText {
  return JSON.stringify({
    _type: prompt.kind,
    name: null,
    description: prompt.description ?? null,
    ...contentOf(prompt),
    _class_name: prompt.kind,
    _bases: ['Prompt', 'Object', 'BaseModel'],
  });
}

/** The same object with another content; whatever else a client wrote stays as it is. */
export function promptWith(base: JsonText, prompt: Prompt): JsonText {
  const members = new Map(memberTexts(base.trim()));
  for (const [name, value] of Object.entries(contentOf(prompt))) {
    members.set(name, JSON.stringify(value));
  }
  if (prompt.description !== undefined) {
    members.set('description', JSON.stringify(prompt.description));
  }
  return objectText(members);
}

const contentOf = (prompt: Prompt) =>
  prompt.kind === 'StringPrompt' ? { content: prompt.content } : { messages: prompt.messages };
