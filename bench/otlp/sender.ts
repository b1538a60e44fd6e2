/**
 * The load of the OTLP benchmark, in a process of its own: `sender.ts <JSON of SendPlan>`. Bodies are
 * built beforehand; between two requests only the ids change in place. Prints a SendResult.
 */
import { Agent, request } from 'node:http';
import { type Body, buildBody, buildCalls, numberBody } from './spans.ts';

export interface SendPlan {
  readonly url: string;
  /** Spans of OpenTelemetry, or calls of Weave. */
  readonly what: 'spans' | 'calls';
  readonly headers: Readonly<Record<string, string>>;
  readonly tracesARequest: number;
  readonly connections: number;
  readonly seconds: number;
  /** Sends no more than so many spans, however much time is left. */
  readonly maxSpans: number;
}

export interface SendResult {
  readonly spans: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly latenciesMs: readonly number[];
  readonly refusals: Readonly<Record<string, number>>;
}

async function send(plan: SendPlan): Promise<SendResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: plan.connections });
  const bodies = Array.from({ length: plan.connections }, (_, index) =>
    (plan.what === 'calls' ? buildCalls : buildBody)(plan.tracesARequest, index + 1),
  );
  const latenciesMs: number[] = [];
  const refusals: Record<string, number> = {};
  let spans = 0;
  let bytes = 0;
  let requests = 0;
  const startedAt = performance.now();
  const isOver = (): boolean =>
    performance.now() - startedAt > plan.seconds * 1_000 || spans >= plan.maxSpans;
  await Promise.all(
    bodies.map(async (body) => {
      while (!isOver()) {
        requests += 1;
        numberBody(body, requests);
        const before = performance.now();
        const status = await post(plan, agent, body);
        if (status !== 200) {
          refusals[status] = (refusals[status] ?? 0) + 1;
          continue;
        }
        latenciesMs.push(performance.now() - before);
        spans += body.spans;
        bytes += body.bytes.length;
      }
    }),
  );
  agent.destroy();
  return { spans, bytes, seconds: (performance.now() - startedAt) / 1_000, latenciesMs, refusals };
}

function post({ url, headers }: SendPlan, agent: Agent, body: Body): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': body.contentType,
          'content-length': body.bytes.length,
          ...headers,
        },
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
        answer.once('error', reject);
      },
    );
    sent.once('error', reject);
    sent.end(body.bytes);
  });
}

if (import.meta.main) {
  const plan = JSON.parse(process.argv[2] ?? '') as SendPlan;
  process.stdout.write(JSON.stringify(await send(plan)));
}
