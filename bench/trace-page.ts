import type { Page } from 'playwright-core';
import { protobufRequest } from '../packages/server/src/protocols/otlp/otlp.testing.ts';
import { openVisitor } from '../tests/support/browser.ts';
import { TestServer } from '../tests/support/server.ts';
import { signInTo } from '../tests/support/signed-in.ts';
import type { BenchOptions } from './options.ts';
import { createPageMeter, type PageMeter, untilShown } from './page-meter.ts';
import { quantile, report, round } from './report.ts';

const SPANS = 50_000;
const SPANS_A_REQUEST = 500;
const CALLED_BY_EACH = 8;
const REPEATS = 9;
const TRACE = 'feedc0defeedc0defeedc0defeedc0de';
const START_NANOS = 1_764_000_000_000_000_000n;

type Row = Record<string, string | number>;

/** A trace of 50,000 spans: the server's answer, and the page in a real browser until its calls are painted. */
export async function benchTracePage(options: BenchOptions): Promise<void> {
  const count = options.points ?? (options.quick ? SPANS / 10 : SPANS);
  const repeats = options.quick ? 3 : REPEATS;
  const server = await TestServer.start();
  const visitor = await openVisitor();
  try {
    await sendTrace(server, count);
    const answer = await measureAnswer(server, repeats);
    await signInTo(server, visitor.page);
    const meter = await createPageMeter(visitor.page);
    const page = `${server.url}/admin/bench/weave/calls/${spanId(0)}`;
    const opened = async (what: string, address: string, painted: string) => ({
      what,
      ...(await measureOpening(visitor.page, meter, { address, painted, repeats })),
    });
    report({
      name: 'trace-page',
      what: `a trace of ${count.toLocaleString('en')} spans on the loopback, ${repeats} times, cache warm: the whole answer, and from the navigation to the frame after the calls are painted; main thread and script are processor time until then`,
      rows: [
        { what: 'outline over HTTP', ...answer },
        await opened('as the list opens it', `${page}?trace=${TRACE}`, TREE),
        await opened('by the address of a call', page, TREE),
        await opened('as a flame graph', `${page}?trace=${TRACE}&show=flame`, FLAME),
      ],
    });
  } finally {
    await visitor.close();
    await server.dispose();
  }
}

const TREE = '[role="tree"] [role="treeitem"]';
const FLAME = '[aria-roledescription="flame graph"] canvas';

const spanId = (index: number): string => `feedc0de${index.toString(16).padStart(8, '0')}`;

/** An agent that calls agents and models, eight each. */
async function sendTrace(server: TestServer, count: number): Promise<void> {
  for (let from = 0; from < count; from += SPANS_A_REQUEST) {
    const spans = Array.from({ length: Math.min(SPANS_A_REQUEST, count - from) }, (_, at) => {
      const index = from + at;
      const isLeaf = index * CALLED_BY_EACH + 1 >= count;
      const start = START_NANOS + BigInt(index) * 1_000_000n;
      const answers = isLeaf
        ? { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 10 + (index % 90) }
        : { 'gen_ai.operation.name': 'invoke_agent' };
      return {
        traceId: TRACE,
        spanId: spanId(index),
        parentSpanId: index === 0 ? '' : spanId(Math.floor((index - 1) / CALLED_BY_EACH)),
        name: isLeaf ? `chat small ${index % 20}` : `invoke_agent step ${index % 50}`,
        startNanos: start,
        endNanos: start + 5_000_000n + BigInt(index % 900) * 1_000_000n,
        attributes: {
          ...answers,
          'gen_ai.response.model': 'small-2026',
          'gen_ai.input.messages': `[{"role":"user","parts":[{"type":"text","content":"question ${index} ${'of many words '.repeat(20)}"}]}]`,
        },
        status: { code: index % 100 === 99 ? 2 : 1 },
      };
    });
    const answer = await fetch(`${server.url}/otel/v1/traces`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${server.adminKey}`,
        'content-type': 'application/x-protobuf',
        project_id: 'admin/bench',
      },
      body: new Uint8Array(protobufRequest(spans, { 'service.name': 'bench' })),
    });
    if (answer.status !== 200) throw new Error(`The spans were refused: ${await answer.text()}`);
  }
}

async function measureAnswer(server: TestServer, repeats: number): Promise<Row> {
  const taken: number[] = [];
  let bytes = 0;
  for (let time = 0; time <= repeats; time += 1) {
    const from = performance.now();
    const answer = await fetch(
      `${server.url}/api/v1/projects/admin/bench/traces/${TRACE}/outline`,
      { headers: { authorization: `Bearer ${server.adminKey}` } },
    );
    bytes = (await answer.arrayBuffer()).byteLength;
    // The first one is of code that was not compiled yet.
    if (time > 0) taken.push(performance.now() - from);
  }
  return { ...timesOf(taken), MB: round(bytes / 1e6) };
}

async function measureOpening(
  page: Page,
  meter: PageMeter,
  { address, painted, repeats }: { address: string; painted: string; repeats: number },
): Promise<Row> {
  const taken: number[] = [];
  const main: number[] = [];
  const script: number[] = [];
  for (let time = 0; time <= repeats; time += 1) {
    await page.goto('about:blank');
    let at = 0;
    const cost = await meter.during(async () => {
      await page.goto(address, { waitUntil: 'commit' });
      at = await untilShown(page, `document.querySelector(${JSON.stringify(painted)}) !== null`, {
        childList: true,
      });
    });
    // The first visit fills the browser's cache.
    if (time === 0) continue;
    taken.push(at);
    main.push(cost.mainMs);
    script.push(cost.scriptMs);
  }
  return {
    ...timesOf(taken),
    'main thread ms': round(quantile(main, 0.5)),
    'script ms': round(quantile(script, 0.5)),
  };
}

const timesOf = (taken: readonly number[]): Row => ({
  'ms (median)': round(quantile(taken, 0.5)),
  'ms (best)': round(Math.min(...taken)),
  'ms (95 %)': round(quantile(taken, 0.95)),
});
