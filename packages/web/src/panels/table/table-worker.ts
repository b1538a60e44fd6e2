import { createTableEngine, type EngineQuery, type EngineSource } from './table-engine.ts';

/** What a page asks of the worker. Each gets one answer with the same number. */
export type TableRequest =
  | { readonly id: number; readonly kind: 'open'; readonly sources: readonly EngineSource[] }
  | { readonly id: number; readonly kind: 'view'; readonly query: EngineQuery }
  | { readonly id: number; readonly kind: 'rows'; readonly from: number; readonly to: number };

export type TableAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly problem: string };

const engine = createTableEngine(async (url) => {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`The table could not be read (${response.status}).`);
  return response.text();
});

async function answer(request: TableRequest): Promise<unknown> {
  switch (request.kind) {
    case 'open':
      return engine.open(request.sources);
    case 'view':
      return engine.view(request.query);
    case 'rows':
      return engine.rows(request.from, request.to);
  }
}

// One after the other: a view must not be computed of tables that are half read.
let last: Promise<unknown> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<TableRequest>) => {
  last = last
    .then(() => answer(data))
    .then(
      (value) => postMessage({ id: data.id, value } satisfies TableAnswer),
      (problem: unknown) => {
        const words = problem instanceof Error ? problem.message : String(problem);
        postMessage({ id: data.id, problem: words } satisfies TableAnswer);
      },
    );
});
