import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { askedParts, type BenchOptions } from '../options.ts';
import { prepareEnvironment } from '../peers/environment.ts';
import { processorSecondsOfTree } from '../processes.ts';
import { quantile, report, round } from '../report.ts';
import type { SendPlan, SendResult } from './sender.ts';
import { SPANS_A_TRACE } from './spans.ts';
import { type SpanServer, startMlflow, startPhoenix, startRunloom, startWeave } from './systems.ts';

const SECONDS = 20;
const CONNECTIONS = 4;
const TRACES_A_REQUEST = 50;
/** How long is waited for what was acknowledged to be seen. */
const VISIBLE_MS = 60_000;
/** What a server acknowledges beyond what it can show is of no use: a bound on the wait above. */
const MAX_SPANS = 3_000_000;
const POLL_MS = 100;

const PEERS = [
  { name: 'phoenix', requirement: 'arize-phoenix==20.26.1', start: startPhoenix },
  { name: 'mlflow', requirement: 'mlflow==3.17.2', start: startMlflow },
] as const;

type Row = Record<string, string | number>;

/**
 * The same spans by OTLP/HTTP into Runloom, Phoenix and MLflow in turn, until all that was
 * acknowledged can be seen. `only` names systems.
 */
export async function benchOtlp(options: BenchOptions): Promise<void> {
  const isAsked = askedParts(options, 'otlp', ['runloom', ...PEERS.map(({ name }) => name)]);
  const seconds = options.seconds ?? (options.quick ? 3 : SECONDS);
  const rows: Row[] = [];
  if (isAsked('runloom')) rows.push(await measure('Runloom', startRunloom, seconds));
  for (const { name, requirement, start } of PEERS) {
    if (!isAsked(name)) continue;
    try {
      const bin = await prepareEnvironment(name, requirement);
      rows.push(await measure(requirement.replace('==', ' '), () => start(bin), seconds));
    } catch (error) {
      const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
      rows.push({ system: name, note: `not measured: ${why}` });
    }
  }
  const best = Math.max(...rows.slice(1).map((row) => Number(row['visible/s'] ?? 0)));
  const own = Number(rows[0]?.['visible/s'] ?? 0);
  report({
    name: options.quick ? 'otlp-quick' : 'otlp',
    what: `traces of 10 spans, about 1 kB of messages a span, ${TRACES_A_REQUEST} traces a request, ${CONNECTIONS} at once for ${seconds} s, then until all are seen; load on the same machine${best > 0 && own > 0 ? `; Runloom ${round(own / best)} times the better of the peers` : ''}`,
    rows,
  });
}

/** Whole calls of about 1 kB as clients of Weave send them, over HTTP until all can be seen. */
export async function benchWeaveCalls(options: BenchOptions): Promise<void> {
  const seconds = options.seconds ?? (options.quick ? 3 : SECONDS);
  const { spans, 'bytes a span': bytes, ...rest } = await measure('Weave', startWeave, seconds);
  report({
    name: options.quick ? 'weave-calls-quick' : 'weave-calls',
    what: `whole calls of about 1 kB in batches of ${TRACES_A_REQUEST * SPANS_A_TRACE}, ${CONNECTIONS} at once for ${seconds} s, then until all are seen; load on the same machine`,
    rows: [{ calls: spans ?? 0, ...rest, 'bytes a call': bytes ?? 0 }],
  });
}

async function measure(
  system: string,
  start: () => Promise<SpanServer>,
  seconds: number,
): Promise<Row> {
  const server = await start();
  try {
    const before = processorSecondsOfTree(server.pid);
    const startedAt = performance.now();
    const sent = await send({
      url: server.url,
      what: server.what,
      headers: server.headers,
      tracesARequest: TRACES_A_REQUEST,
      connections: CONNECTIONS,
      seconds,
      maxSpans: MAX_SPANS,
    });
    const sendStart = performance.now() - sent.seconds * 1_000;
    const visible = await waitUntilVisible(server, sent.spans);
    const visibleSeconds = (performance.now() - Math.max(startedAt, sendStart)) / 1_000;
    const refused = Object.values(sent.refusals).reduce((sum, count) => sum + count, 0);
    return {
      system,
      spans: sent.spans,
      'acked/s': Math.round(sent.spans / sent.seconds),
      'visible/s': Math.round(visible / visibleSeconds),
      seen: visible >= sent.spans ? 'all' : `${visible}`,
      'MB/s': round(sent.bytes / sent.seconds / 1e6),
      'ack median ms': sent.latenciesMs.length === 0 ? '–' : round(quantile(sent.latenciesMs, 0.5)),
      'ack p95 ms': sent.latenciesMs.length === 0 ? '–' : round(quantile(sent.latenciesMs, 0.95)),
      'refused requests': refused,
      'cpu s per 100k': round(
        ((processorSecondsOfTree(server.pid) - before) / Math.max(1, visible)) * 100_000,
      ),
      'bytes a span': Math.round((await server.bytesOnDisk()) / Math.max(1, visible)),
    };
  } finally {
    await server.close();
  }
}

async function waitUntilVisible(server: SpanServer, spans: number): Promise<number> {
  const until = performance.now() + VISIBLE_MS;
  let visible = 0;
  while (performance.now() < until) {
    visible = await server.visible().catch(() => visible);
    if (visible >= spans) return visible;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return visible;
}

async function send(plan: SendPlan): Promise<SendResult> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [new URL('sender.ts', import.meta.url).pathname, JSON.stringify(plan)],
    { maxBuffer: 64 << 20 },
  );
  return JSON.parse(stdout) as SendResult;
}
