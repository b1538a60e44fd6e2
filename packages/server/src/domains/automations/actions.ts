import type { Delivery, Integrations, Message } from '../integrations/index.ts';
import { type JobAttempt, RetryAfter } from '../jobs/index.ts';
import type { createExecutionStore } from './execution-store.ts';
import { renderPayload } from './payload.ts';
import type { Automation, Execution, OccurredEvent } from './types.ts';

const DONE: Delivery = { ok: true, detail: 'Nothing to do.', mayRetry: false, retryAfterMs: null };
const LONGEST_WAIT_MS = 600_000;

/** Carries out what automations are to do, and notes how it went. */
export function createActions(deps: {
  integrations: Pick<Integrations, 'get' | 'callWebhook' | 'sendMessage'>;
  executions: ReturnType<typeof createExecutionStore>;
  /** By which people reach this server, without a slash at the end; null: messages carry no links. */
  publicUrl: string | null;
  clock: () => number;
}) {
  const { integrations, executions, publicUrl, clock } = deps;

  async function act({ action }: Automation, execution: Execution): Promise<Delivery> {
    if (action.type === 'NO_OP') return DONE;
    const integration = await integrations.get(action.integrationId);
    if (integration === null) return failure('The integration was removed.');
    const { event } = execution;
    if (action.type === 'GENERIC_WEBHOOK') {
      if (integration.kind !== 'webhook') return failure('The integration is no webhook.');
      return integrations.callWebhook(integration, String(execution.id), (secrets) =>
        renderPayload(action.payload, event.variables, secrets),
      );
    }
    if (integration.kind !== 'channel') return failure('The integration is no channel.');
    return integrations.sendMessage(integration, messageOf(action, event, publicUrl));
  }

  return {
    /** @throws RetryAfter when it makes sense to try again */
    async carryOut(
      automation: Automation,
      execution: Execution,
      attempt: JobAttempt,
    ): Promise<void> {
      const { ok, detail, mayRetry, retryAfterMs } = await act(automation, execution);
      const isOver = ok || !mayRetry || attempt.isLast;
      const state = ok ? 'succeeded' : isOver ? 'failed' : 'waiting';
      const doubled = 2_000 * 2 ** (attempt.number - 1);
      const delayMs = Math.min(LONGEST_WAIT_MS, retryAfterMs ?? doubled);
      const now = clock();
      await executions.note(execution.id, {
        state,
        attempts: attempt.number,
        ok,
        detail,
        now,
        nextAttemptAt: isOver ? null : now + delayMs,
      });
      if (isOver) return;
      throw new RetryAfter(detail, delayMs);
    },
  };
}

/** What a channel is told. */
export function messageOf(
  action: Extract<Automation['action'], { type: 'NOTIFICATION' }>,
  event: OccurredEvent,
  publicUrl: string | null,
): Message {
  return {
    title: action.title || `${event.subject}: ${event.reason}`,
    text: [action.message, event.reason].filter((line) => line !== '').join('\n'),
    severity: action.severity,
    link:
      publicUrl === null
        ? null
        : { label: event.subject, url: `${publicUrl}/${addressOf(event.subject)}` },
  };
}

const failure = (detail: string): Delivery => ({
  ok: false,
  detail,
  mayRetry: false,
  retryAfterMs: null,
});

const addressOf = (subject: string): string => subject.split('/').map(encodeURIComponent).join('/');
