import { type Config, type Loader, type LoggerInterface, parse, type Spec, View, Warn } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { FrameSize, FromFrame, ToFrame } from './messages.ts';
import { themeConfig } from './theme-config.ts';

/**
 * Draws charts in the frame without our origin. The whole script is sent there as text; its policy
 * forbids eval, so expressions are walked by an interpreter, and every address, so nothing is loaded.
 */
const MOST_WARNINGS = 20;
const MOST_CHARACTERS = 2_000;

const place = document.querySelector<HTMLElement>('#chart');
let view: View | null = null;
/** What was to be drawn last. */
let drawn: DrawMessage | null = null;

const send = (message: FromFrame): void => parent.postMessage(message, '*');

/** Links and pictures of a specification lead nowhere but to pictures that it holds itself. */
const loader: Loader = {
  load: async (uri: string) => {
    throw new Error(`Data from an address is not loaded: ${uri.slice(0, 200)}`);
  },
  sanitize: async (uri: string) => {
    if (/^data:image\/(?:png|jpeg|gif|webp);base64,/i.test(uri)) return { href: uri };
    throw new Error(`Addresses are not followed: ${uri.slice(0, 200)}`);
  },
  http: refused,
  file: refused,
};

async function refused(): Promise<string> {
  throw new Error('Nothing is loaded in a chart.');
}

function wordsOf(parts: readonly unknown[]): string {
  return parts
    .map((part) => (part instanceof Error ? part.message : String(part)))
    .join(' ')
    .slice(0, MOST_CHARACTERS);
}

type DrawMessage = Extract<ToFrame, { kind: 'draw' }>;

/** What a specification has to say while it is drawn. */
function listen() {
  const warnings: string[] = [];
  let failure: string | null = null;
  const note = (...parts: readonly unknown[]): LoggerInterface => {
    const text = wordsOf(parts);
    if (warnings.length < MOST_WARNINGS && !warnings.includes(text)) warnings.push(text);
    return logger;
  };
  const logger = {
    level: () => Warn,
    error: (...parts: readonly unknown[]) => {
      failure ??= wordsOf(parts);
      return logger;
    },
    warn: note,
    info: () => logger,
    debug: () => logger,
  } as unknown as LoggerInterface;
  return { logger, warnings, failure: () => failure };
}

/**
 * A view of a chart that nothing is drawn of yet.
 * @param fixed the size of a chart that leaves it open; null: that of the frame
 */
function makeView(
  { language, spec, rows }: Pick<DrawMessage, 'language' | 'spec' | 'rows'>,
  theme: DrawMessage['theme'],
  fixed: FrameSize | null,
  options: { readonly renderer: 'canvas' | 'none'; readonly logger: LoggerInterface },
): View {
  const size = fixed ?? { width: place?.clientWidth ?? 400, height: place?.clientHeight ?? 300 };
  const config = themeConfig(theme, size.width);
  const vega =
    language === 'vega-lite'
      ? compile(withData(spec, rows, size, fixed !== null) as unknown as TopLevelSpec, {
          config,
          logger: options.logger,
        }).spec
      : (withTables(spec, rows, size) as Spec);
  // `ast`: expressions stay trees, which the interpreter walks.
  const runtime = parse(vega, language === 'vega' ? (config as Config) : undefined, { ast: true });
  return new View(runtime, {
    expr: expressionInterpreter,
    loader,
    hover: options.renderer === 'canvas',
    ...options,
  });
}

async function draw(message: DrawMessage): Promise<void> {
  const { turn, theme } = message;
  const { logger, warnings, failure } = listen();
  let problem: string | null = null;
  drawn = message;
  try {
    view?.finalize();
    view = null;
    place?.replaceChildren();
    const next = makeView(message, theme, null, { renderer: 'canvas', logger });
    if (place !== null) next.initialize(place);
    view = next;
    await next.runAsync();
  } catch (thrown) {
    problem = wordsOf([thrown]);
  }
  const reason = failure() ?? problem;
  if (reason === null) send({ kind: 'drawn', turn, warnings });
  else send({ kind: 'failed', turn, message: reason });
}

/** The chart as vectors: of the same rows, by the same specification, in the colours of paper. */
async function drawVectors({
  turn,
  theme,
  size,
}: Extract<ToFrame, { kind: 'vector' }>): Promise<void> {
  const { logger, failure } = listen();
  try {
    if (drawn === null) throw new Error('No chart is drawn yet.');
    const paper = makeView(drawn, theme, size, { renderer: 'none', logger });
    try {
      const svg = await paper.toSVG();
      const reason = failure();
      if (reason !== null) throw new Error(reason);
      send({ kind: 'vector', turn, svg });
    } finally {
      paper.finalize();
    }
  } catch (problem) {
    send({ kind: 'no-vector', turn, message: wordsOf([problem]) });
  }
}

/** The rows are the data called `wandb`, which is also that of a specification that names none. */
function withData(
  spec: Readonly<Record<string, unknown>>,
  rows: readonly unknown[],
  frame: FrameSize,
  isFixed: boolean,
): Record<string, unknown> {
  const datasets = typeof spec['datasets'] === 'object' ? spec['datasets'] : {};
  const isComposed = ['facet', 'repeat', 'hconcat', 'vconcat', 'concat'].some((one) => one in spec);
  const encoding = spec['encoding'];
  const isFaceted =
    typeof encoding === 'object' &&
    encoding !== null &&
    ['row', 'column', 'facet'].some((channel) => channel in encoding);
  const size =
    isComposed || isFaceted
      ? {}
      : {
          ...(isFixed ? frame : { width: 'container', height: 'container' }),
          autosize: { type: 'fit', contains: 'padding' },
        };
  return {
    ...size,
    data: { name: 'wandb' },
    ...spec,
    ...facetSize(spec, rows, frame),
    datasets: { ...datasets, wandb: rows },
  };
}

/** Facets side by side share the width, where the specification leaves their size open. */
function facetSize(
  spec: Readonly<Record<string, unknown>>,
  rows: readonly unknown[],
  frame: FrameSize,
): Record<string, unknown> {
  const { facet, spec: inner } = spec as { facet?: unknown; spec?: unknown };
  if (typeof inner !== 'object' || inner === null || 'width' in inner) return {};
  const column: unknown =
    typeof facet === 'object' && facet !== null && Reflect.get(facet, 'column');
  const field: unknown =
    typeof column === 'object' && column !== null && Reflect.get(column, 'field');
  if (typeof field !== 'string') return {};
  const count = new Set(rows.map((row) => Reflect.get(row as object, field))).size;
  const width = Math.max(70, (frame.width - 110) / Math.max(1, count) - 16);
  const height = Math.max(60, Math.min(width, frame.height - 130));
  return { spec: { width: Math.min(width, 420), height, ...inner } };
}

function withTables(
  spec: Readonly<Record<string, unknown>>,
  rows: readonly unknown[],
  { width, height }: FrameSize,
): Record<string, unknown> {
  const data = Array.isArray(spec['data']) ? (spec['data'] as unknown[]) : [];
  const isTable = (one: unknown): one is Record<string, unknown> =>
    typeof one === 'object' && one !== null && Reflect.get(one, 'name') === 'wandb';
  const filled = data.map((one) => {
    if (!isTable(one)) return one;
    const { url: _url, ...rest } = one;
    return { ...rest, values: rows };
  });
  const tables = data.some(isTable) ? filled : [{ name: 'wandb', values: rows }, ...filled];
  return {
    width: Math.max(50, width - 60),
    height: Math.max(50, height - 60),
    autosize: { type: 'fit', contains: 'padding' },
    ...spec,
    data: tables,
  };
}

addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== parent || typeof event.data !== 'object' || event.data === null) return;
  // Only the page around it can send, which is ours: the policy lets no other frame it.
  const message = event.data as ToFrame;
  if (message.kind === 'draw') void draw(message);
  if (message.kind === 'vector') void drawVectors(message);
  if (message.kind === 'save') {
    void view?.toImageURL('png', 2).then((address) => send({ kind: 'saved', address }));
  }
});

// A click on a mark must not lead the frame away.
addEventListener('click', (event) => {
  if (event.target instanceof Element && event.target.closest('a')) event.preventDefault();
});

send({ kind: 'loaded' });
