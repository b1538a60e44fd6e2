import type { Convention } from '../convention.ts';

/** What people write by hand, and what no other family has a better name for. */
export const PLAIN: Convention = {
  name: 'plain',
  meanings: {
    systemInstructions: ['system_prompt'],
    threadId: ['thread.id', 'thread_id', 'conversation.id', 'conversation_id', 'session_id'],
    errorMessage: ['error.message'],
  },
  inputs: [
    { attribute: 'inputs', as: 'value' },
    { attribute: 'input', as: 'value' },
  ],
  output: [
    { attribute: 'outputs', as: 'value' },
    { attribute: 'output', as: 'value' },
  ],
  events: [
    { event: 'inputs', side: 'input' },
    { event: 'input', side: 'input' },
    { event: 'outputs', side: 'output' },
    { event: 'output', side: 'output' },
    { event: 'gen_ai.tool.input', side: 'input' },
    { event: 'gen_ai.tool.output', side: 'output' },
  ],
};
