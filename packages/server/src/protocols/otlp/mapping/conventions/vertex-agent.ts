import type { Convention } from '../convention.ts';

/** Google's agent development kit. */
export const VERTEX_AGENT: Convention = {
  name: 'vertex-agent',
  inputs: [
    { attribute: 'gcp.vertex.agent.tool_call_args', as: 'value' },
    { attribute: 'gcp.vertex.agent.llm_request', as: 'value' },
  ],
  output: [
    { attribute: 'gcp.vertex.agent.tool_response', as: 'value' },
    { attribute: 'gcp.vertex.agent.llm_response', as: 'value' },
  ],
};
