import type { PlaygroundEvent } from '@runloom/model';
import type { Outbound } from '../../platform/outbound/index.ts';
import type { Actor } from '../accounts/index.ts';
import type { Calls } from '../calls/index.ts';
import type { Project } from '../projects/index.ts';
import type { Providers } from '../providers/index.ts';
import { gatherAnswer } from './answer.ts';
import { askModel } from './asking.ts';
import type { Asked } from './interfaces/types.ts';
import { ModelError } from './model-error.ts';
import { traceRun } from './tracing.ts';

/** Silence after which a provider is given up. */
const IDLE_MS = 120_000;

/** Models asked on behalf of people; every run is a call of the project. */
export interface Playground {
  /**
   * Asks a model and tells what comes as it comes. Never throws for what the provider does; the last
   * event is `done` or `failed`. Once the signal is aborted the run ends as stopped.
   * @throws RunloomError('not_found') for an unknown provider
   */
  run(
    actor: Actor,
    project: Project,
    run: Asked & { readonly id: string },
    signal: AbortSignal,
  ): AsyncIterable<PlaygroundEvent>;
}

/** `clock` in milliseconds. */
export function createPlayground(deps: {
  readonly providers: Pick<Providers, 'open'>;
  readonly outbound: Pick<Outbound, 'open'>;
  readonly calls: Pick<Calls, 'write'>;
  readonly clock?: () => number;
  readonly idleMs?: number;
}): Playground {
  const clock = deps.clock ?? Date.now;
  const { providers, outbound, calls, idleMs = IDLE_MS } = deps;

  return {
    async *run(actor, project, { id: run, ...asked }, signal) {
      const provider = await providers.open(project.entityId, asked.provider);
      const startedAt = clock();
      const traced = await traceRun({ calls, clock }, actor, project.id, provider, asked);
      const gathered = gatherAnswer();
      let isEnded = false;
      /** Also for a reader who went away in the middle. */
      const end = async (failure: ModelError | null): Promise<void> => {
        if (isEnded) return;
        isEnded = true;
        await traced.end(gathered.answer(), failure);
      };
      try {
        yield { kind: 'started', run, call: traced.callId };
        for await (const delta of askModel(outbound, provider, asked, { signal, idleMs })) {
          const shown = gathered.add(delta);
          if (shown !== null) yield { ...shown, run };
        }
        await end(null);
        const { text, toolCalls, finishReason, usage } = gathered.answer();
        yield {
          kind: 'done',
          run,
          text,
          toolCalls: [...toolCalls],
          finishReason,
          usage,
          latencyMs: clock() - startedAt,
        };
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        await end(error);
        const { failure, message, retryAfterSeconds } = error;
        const latencyMs = clock() - startedAt;
        yield { kind: 'failed', run, failure, message, retryAfterSeconds, latencyMs };
      } finally {
        await end(new ModelError('stopped', 'The run was stopped.'));
      }
    },
  };
}
