import type { MonitorInput, MonitorView } from '@runloom/model';
import { expect, vi } from 'vitest';
import { startChatProviders } from '../../../../../../tests/support/chat-providers.ts';
import { ADMIN_KEY, openRoom } from '../room.testing.ts';

export const PATH = '/projects/admin/live';
export const REF = 'weave:///admin/live';

interface Sent {
  readonly id: string;
  readonly trace?: string;
  readonly kind?: string;
  readonly output?: unknown;
  readonly attributes?: object;
  /** Milliseconds since 1970; by default now. */
  readonly endedAt?: number;
}

/** A project whose calls are scored, with models that answer nearby. */
export async function openMonitorRoom() {
  const providers = await startChatProviders();
  const room = await openRoom({ outboundAllowedHosts: ['127.0.0.1'] });

  const send = async (method: string, path: string, body?: unknown) => {
    const answer = await room.admin(method, path, body);
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer.json;
  };

  const post = async (path: string, body: unknown): Promise<void> => {
    const answer = await room.call('POST', `/traces${path}`, { key: ADMIN_KEY, body });
    expect(answer.status, answer.text).toBe(200);
  };

  /** Calls of production, as clients send them. */
  const produce = async (calls: readonly Sent[]): Promise<void> => {
    const batch = calls.map((call) => {
      const endedAt = call.endedAt ?? Date.now() + 10;
      return {
        project_id: 'admin/live',
        id: call.id,
        trace_id: call.trace ?? `trace of ${call.id}`,
        op_name: `${REF}/op/answer:abc`,
        started_at: new Date(endedAt - 5).toISOString(),
        ended_at: new Date(endedAt).toISOString(),
        attributes: call.attributes ?? {},
        inputs: { kind: call.kind ?? 'any', question: 'what?' },
        output: call.output ?? 'a good answer',
        summary: {},
      };
    });
    await post('/v2/admin/live/calls/complete', { batch });
  };

  const monitor = (name: string, spec: Partial<MonitorInput['spec']> = {}) =>
    send('POST', `${PATH}/monitors`, {
      name,
      spec: {
        filter: `inputs.kind = "${name}"`,
        scorers: [
          { kind: 'contains', name: `${name}_good`, expected: { from: 'text', text: 'good' } },
        ],
        ...spec,
      },
    }) as Promise<MonitorView>;

  const read = (id: number): Promise<MonitorView> => send('GET', `${PATH}/monitors/${id}`);

  const scored = (id: number, count: number): Promise<MonitorView> =>
    vi.waitFor(
      async () => {
        const view = await read(id);
        const { scored: done, failed, overBudget } = view.counts;
        expect(done + failed + overBudget).toBeGreaterThanOrEqual(count);
        return view;
      },
      { timeout: 30_000, interval: 100 },
    );

  const scoresOf = async (id: number, query = '') =>
    (await send('GET', `${PATH}/monitors/${id}/scores?limit=200${query}`)).scores;

  await send('PUT', PATH, {});
  await send('PUT', '/entities/admin/model-providers/near', {
    interface: 'openai',
    baseUrl: `${providers.url}/v1`,
  });
  const close = async (): Promise<void> => {
    await room.close();
    await providers.close();
  };
  return { room, providers, send, post, produce, monitor, read, scored, scoresOf, close };
}
