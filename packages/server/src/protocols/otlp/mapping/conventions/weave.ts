import type { Convention } from '../convention.ts';

/** What W&B's own clients and people who export to Weave write: above all others where both are there. */
export const WEAVE: Convention = {
  name: 'weave',
  meanings: {
    displayName: ['wandb.display_name'],
    model: ['weave.response.model', 'weave.request.model'],
    provider: ['weave.provider.name'],
    operation: ['weave.operation.name'],
    agentName: ['weave.agent.name'],
    toolName: ['weave.tool.name'],
    toolDefinitions: ['weave.tool.definitions'],
    systemInstructions: ['weave.system_instructions'],
    threadId: ['wandb.thread_id', 'weave.conversation.id', 'gcp.vertex.agent.session_id'],
    turnId: ['wandb.turn_id'],
    isTurn: ['wandb.is_turn'],
    parentCallId: ['weave.parent_call.id'],
    parentCallTraceId: ['weave.parent_call.trace_id'],
    rootAttributes: ['wandb.attributes'],
    runId: ['wandb.wb_run_id'],
    runStep: ['wandb.wb_run_step'],
    runStepEnd: ['wandb.wb_run_step_end'],
    errorType: ['weave.error.type'],
    inputTokens: ['weave.usage.input_tokens'],
    outputTokens: ['weave.usage.output_tokens'],
  },
  inputs: [
    { attribute: 'weave.input.messages', as: 'messages', role: 'user' },
    { attribute: 'weave.tool.call.arguments', as: 'value' },
  ],
  output: [
    { attribute: 'weave.output.messages', as: 'messages', role: 'assistant' },
    { attribute: 'weave.tool.call.result', as: 'value' },
  ],
  kinds: [
    {
      attribute: 'weave.span.kind',
      values: {
        agent: 'agent',
        llm: 'llm',
        tool: 'tool',
        search: 'retriever',
        scorer: 'scorer',
        chain: 'chain',
        workflow: 'chain',
        task: 'chain',
        retriever: 'retriever',
        embedding: 'embedding',
        reranker: 'reranker',
        guardrail: 'guardrail',
        evaluator: 'scorer',
        prompt: 'prompt',
      },
    },
  ],
};
