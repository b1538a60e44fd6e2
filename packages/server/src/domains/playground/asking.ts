import type { ModelFailure } from '@runloom/model';
import {
  type Outbound,
  OutboundError,
  type OutboundStream,
} from '../../platform/outbound/index.ts';
import type { OpenProvider } from '../providers/index.ts';
import { eventData } from './event-data.ts';
import { INTERFACES } from './interfaces/index.ts';
import { type Asked, type Delta, type Fields, fieldsOf, textOf } from './interfaces/types.ts';
import { ModelError } from './model-error.ts';

/** Of an answer that is an error, so much is looked at. */
const MOST_ERROR_BYTES = 64 * 1024;

/**
 * Asks a model, and hands on the pieces of its answer as they come.
 * @throws ModelError
 */
export async function* askModel(
  outbound: Pick<Outbound, 'open'>,
  provider: OpenProvider,
  asked: Asked,
  options: { readonly signal: AbortSignal; readonly idleMs: number },
): AsyncGenerator<Delta> {
  const spoken = INTERFACES[provider.interface];
  const { path, headers, body } = spoken.request(asked, provider.apiKey);
  const stream = await reached(provider.name, options.signal, 'unreachable', () =>
    outbound.open(`${provider.baseUrl}${path}`, {
      headers: { ...headers, accept: 'text/event-stream' },
      body: JSON.stringify(body),
      ...options,
    }),
  );
  if (stream.status !== 200) throw await refusalOf(provider, asked.model, stream);
  let isFinished = false;
  let isHeard = false;
  const events = eventData(stream.chunks);
  for (;;) {
    const event = await reached(provider.name, options.signal, 'cut off', () => events.next());
    if (event.done) break;
    if (event.value === '[DONE]') {
      isFinished = true;
      break;
    }
    for (const delta of spoken.read(readEvent(provider.name, event.value))) {
      isHeard = true;
      if (delta.kind === 'finish') isFinished = true;
      yield delta;
    }
  }
  if (isFinished) return;
  if (isHeard) throw cutOff(provider.name);
  throw new ModelError(
    'not understood',
    `${provider.name} answered, but with no stream of the interface "${provider.interface}". Is its base address right?`,
  );
}

const cutOff = (provider: string): ModelError =>
  new ModelError('cut off', `${provider} ended the connection before the answer was whole.`);

function readEvent(provider: string, data: string): Fields {
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch {
    event = null;
  }
  if (typeof event === 'object' && event !== null && !Array.isArray(event)) return event as Fields;
  const shown = data.length > 80 ? `${data.slice(0, 80)}…` : data;
  throw new ModelError(
    'not understood',
    `${provider} sent what is no part of an answer: ${JSON.stringify(shown)}.`,
  );
}

/** Says of what goes wrong on the way what it means. */
async function reached<Value>(
  provider: string,
  signal: AbortSignal,
  lost: Extract<ModelFailure, 'unreachable' | 'cut off'>,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ModelError) throw error;
    if (signal.aborted) throw new ModelError('stopped', 'The run was stopped.');
    if (!(error instanceof OutboundError)) throw error;
    if (error.isRefused) throw new ModelError('not allowed', error.message);
    if (error.isLate) throw new ModelError('timed out', error.message);
    throw lost === 'unreachable' ? new ModelError(lost, error.message) : cutOff(provider);
  }
}

async function refusalOf(
  provider: OpenProvider,
  model: string,
  { status, retryAfterSeconds, chunks }: OutboundStream,
): Promise<ModelError> {
  const told = await toldReason(chunks);
  const reason = told === '' ? '' : ` ${told}`;
  const { name } = provider;
  if (status === 429) {
    const wait = retryAfterSeconds === null ? '' : ` Try again in ${retryAfterSeconds} s.`;
    return new ModelError(
      'rate limited',
      `${name} is asked too much (429).${reason}${wait}`,
      retryAfterSeconds,
    );
  }
  if (status === 401 || status === 403) {
    const key = provider.hasKey ? 'did not take its key' : 'asks for a key';
    return new ModelError('refused', `${name} ${key} (${status}).${reason}`);
  }
  if (status >= 300 && status < 400) {
    const advice = 'redirects are not followed, so give the final address';
    return new ModelError('refused', `${name} answered ${status}: ${advice}.`);
  }
  return status >= 500
    ? new ModelError('provider error', `${name} failed (${status}).${reason}`, retryAfterSeconds)
    : new ModelError('refused', `${name} refused to ask ${model} (${status}).${reason}`);
}

/** The message of an error as providers write it, nothing else of what came. */
async function toldReason(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      parts.push(chunk);
      size += chunk.byteLength;
      if (size > MOST_ERROR_BYTES) break;
    }
    const whole: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    const [first] = Array.isArray(whole) ? whole : [whole];
    const error = fieldsOf(first)['error'];
    return (textOf(error) || textOf(fieldsOf(error)['message'])).slice(0, 1_000);
  } catch {
    return '';
  }
}
