import type { Convention } from '../convention.ts';

/** MLflow's tracing, which writes every value as JSON. */
export const MLFLOW: Convention = {
  name: 'mlflow',
  meanings: {
    model: ['mlflow.llm.model', 'mlflow.chat.model'],
    provider: ['mlflow.llm.provider'],
    threadId: ['mlflow.trace.session'],
    toolDefinitions: ['mlflow.chat.tools'],
    inputTokens: ['mlflow.chat.tokenUsage#input_tokens'],
    outputTokens: ['mlflow.chat.tokenUsage#output_tokens'],
    totalTokens: ['mlflow.chat.tokenUsage#total_tokens'],
    totalCost: ['mlflow.llm.cost#total_cost'],
  },
  inputs: [{ attribute: 'mlflow.spanInputs', as: 'value' }],
  output: [{ attribute: 'mlflow.spanOutputs', as: 'value' }],
  kinds: [
    {
      attribute: 'mlflow.spanType',
      values: {
        llm: 'llm',
        chat_model: 'llm',
        embedding: 'embedding',
        agent: 'agent',
        tool: 'tool',
        chain: 'chain',
        workflow: 'chain',
        task: 'chain',
        retriever: 'retriever',
        reranker: 'reranker',
        guardrail: 'guardrail',
        evaluator: 'scorer',
      },
    },
  ],
};
