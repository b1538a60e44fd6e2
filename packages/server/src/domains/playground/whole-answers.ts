import type { ModelFailure } from '@runloom/model';
import { RunloomError } from '../../platform/errors.ts';
import type { Outbound } from '../../platform/outbound/index.ts';
import type { EntityId } from '../accounts/index.ts';
import type { OpenProvider, Providers } from '../providers/index.ts';
import { type Answer, gatherAnswer } from './answer.ts';
import { askModel } from './asking.ts';
import type { Asked } from './interfaces/types.ts';
import { ModelError } from './model-error.ts';

/** Where a model is asked, and the whole of what it answered. */
export interface WholeAnswer {
  readonly provider: Pick<OpenProvider, 'name' | 'interface'>;
  readonly answer: Answer;
  /** What came before it failed is in the answer. */
  readonly failure: ModelError | null;
}

/** Asks models for whole answers, on behalf of the server's own work. */
export interface Models {
  /**
   * Never throws for what the provider does; an unknown provider is one that refused.
   * @param options.timeoutMs after which the answer is given up, however much has come
   */
  ask(
    entityId: EntityId,
    asked: Asked,
    options: { readonly signal: AbortSignal; readonly timeoutMs: number },
  ): Promise<WholeAnswer>;
}

/** After these another try may do better. */
const PASSING: ReadonlySet<ModelFailure> = new Set<ModelFailure>([
  'unreachable',
  'timed out',
  'rate limited',
  'provider error',
  'not understood',
  'cut off',
]);

export const mayPass = ({ failure }: ModelError): boolean => PASSING.has(failure);

export function createModels(deps: {
  readonly providers: Pick<Providers, 'open'>;
  readonly outbound: Pick<Outbound, 'open'>;
}): Models {
  return {
    async ask(entityId, asked, { signal, timeoutMs }) {
      const gathered = gatherAnswer();
      const timeout = AbortSignal.timeout(timeoutMs);
      const told = { name: asked.provider, interface: 'openai' as const };
      try {
        const provider = await openProvider(deps.providers, entityId, asked.provider);
        const { name } = provider;
        const options = { signal: AbortSignal.any([signal, timeout]), idleMs: timeoutMs };
        let failure: ModelError | null = null;
        try {
          for await (const delta of askModel(deps.outbound, provider, asked, options)) {
            gathered.add(delta);
          }
        } catch (error) {
          if (!(error instanceof ModelError)) throw error;
          failure = error;
          if (error.failure === 'stopped' && !signal.aborted) {
            const seconds = timeoutMs / 1_000;
            failure = new ModelError('timed out', `${name} gave no whole answer in ${seconds} s.`);
          }
        }
        return {
          provider: { name, interface: provider.interface },
          answer: gathered.answer(),
          failure,
        };
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        return { provider: told, answer: gathered.answer(), failure: error };
      }
    },
  };
}

async function openProvider(
  providers: Pick<Providers, 'open'>,
  entityId: EntityId,
  name: string,
): Promise<OpenProvider> {
  try {
    return await providers.open(entityId, name);
  } catch (error) {
    if (!(error instanceof RunloomError) || error.code !== 'not_found') throw error;
    throw new ModelError('refused', `There is no provider ${name} here (any more).`);
  }
}
