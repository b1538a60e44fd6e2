import type { Convention } from '../convention.ts';
import { GEN_AI } from './gen-ai.ts';
import { LANGFUSE } from './langfuse.ts';
import { MLFLOW } from './mlflow.ts';
import { OPEN_INFERENCE } from './openinference.ts';
import { PLAIN } from './plain.ts';
import { TRACELOOP } from './traceloop.ts';
import { VERCEL_AI } from './vercel-ai.ts';
import { VERTEX_AGENT } from './vertex-agent.ts';
import { WEAVE } from './weave.ts';

/** The families in the order in which they are believed where a span has attributes of several. */
export const CONVENTIONS: readonly Convention[] = [
  WEAVE,
  LANGFUSE,
  VERCEL_AI,
  GEN_AI,
  OPEN_INFERENCE,
  MLFLOW,
  TRACELOOP,
  VERTEX_AGENT,
  PLAIN,
];
