import { useEffect, useRef, useState } from 'react';
import { scriptAddress } from '../../components/script-address.ts';
import type { EngineQuery, EngineRows, EngineSource, EngineView } from './table-engine.ts';
import type { TableAnswer, TableRequest } from './table-worker.ts';
import workerAddress from './table-worker.ts?worker&url';

type Asked = TableRequest extends infer One
  ? One extends { id: number }
    ? Omit<One, 'id'>
    : never
  : never;

/** A worker that holds tables; one for each panel that is on screen. */
interface TableClient {
  ask(request: Asked): Promise<unknown>;
  close(): void;
}

function openTableClient(): TableClient {
  const worker = new Worker(scriptAddress(workerAddress), { type: 'module' });
  const waiting = new Map<
    number,
    { resolve(value: unknown): void; reject(problem: Error): void }
  >();
  let count = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<TableAnswer>) => {
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ('problem' in data) one?.reject(new Error(data.problem));
    else one?.resolve(data.value);
  });
  worker.addEventListener('error', () => {
    for (const { reject } of waiting.values()) {
      reject(new Error('The tables are too large for this browser, or the page was updated.'));
    }
    waiting.clear();
  });
  return {
    ask(request) {
      count += 1;
      const id = count;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.postMessage({ ...request, id });
      });
    },
    close: () => worker.terminate(),
  };
}

/** A part of an answer, with whether a newer one is on its way. */
export interface TableState {
  readonly view: EngineView | null;
  /** Rows that are in memory, by the place of the first. */
  readonly rowAt: (index: number) => readonly string[] | null;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Rows are asked for in blocks of so many. */
const BLOCK = 200;
const MOST_BLOCKS = 60;

/**
 * Tables in a worker, as a query shows them.
 * @param sources null while they are looked for
 * @param range rows in sight
 */
export function useTableEngine(
  sources: readonly EngineSource[] | null,
  query: EngineQuery,
  range: { readonly first: number; readonly last: number },
): TableState {
  const client = useTableClient();
  const [opened, setOpened] = useState(0);
  const [answer, setAnswer] = useState<{ readonly view: EngineView; readonly turn: number } | null>(
    null,
  );
  const [blocks, setBlocks] = useState<ReadonlyMap<number, EngineRows>>(new Map());
  const [error, setError] = useState<Error | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [pending, setPending] = useState(0);
  const asked = useRef(new Set<number>());
  const turn = useRef(0);

  useEffect(() => {
    if (sources === null || client === null) return undefined;
    let isCurrent = true;
    setPending((count) => count + 1);
    client
      .ask({ kind: 'open', sources })
      .then(
        () => {
          if (!isCurrent) return;
          setError(null);
          setOpened((count) => count + 1);
        },
        (problem: Error) => isCurrent && setError(problem),
      )
      .finally(() => setPending((count) => count - 1));
    return () => {
      isCurrent = false;
    };
  }, [client, sources, attempt]);

  useEffect(() => {
    if (opened === 0 || client === null) return undefined;
    let isCurrent = true;
    turn.current += 1;
    const own = turn.current;
    setPending((count) => count + 1);
    client
      .ask({ kind: 'view', query })
      .then(
        (view) => {
          if (!isCurrent) return;
          asked.current = new Set();
          setBlocks(new Map());
          setAnswer({ view: view as EngineView, turn: own });
        },
        (problem: Error) => isCurrent && setError(problem),
      )
      .finally(() => setPending((count) => count - 1));
    return () => {
      isCurrent = false;
    };
  }, [client, opened, query]);

  const first = Math.floor(range.first / BLOCK);
  const last = Math.floor(range.last / BLOCK);
  useEffect(() => {
    if (answer === null || client === null) return;
    for (let block = first; block <= last; block += 1) {
      if (asked.current.has(block) || block * BLOCK >= answer.view.rowCount) continue;
      asked.current.add(block);
      const own = answer.turn;
      client.ask({ kind: 'rows', from: block * BLOCK, to: (block + 1) * BLOCK }).then(
        (rows) => {
          // Of a view that is no more.
          if (own !== turn.current) return;
          setBlocks((known) => {
            const next = new Map(known).set(block, rows as EngineRows);
            for (const old of next.keys()) {
              if (next.size <= MOST_BLOCKS) break;
              next.delete(old);
              asked.current.delete(old);
            }
            return next;
          });
        },
        (problem: Error) => setError(problem),
      );
    }
  }, [client, answer, first, last]);

  return {
    view: answer?.view ?? null,
    rowAt: (index) => blocks.get(Math.floor(index / BLOCK))?.[index % BLOCK] ?? null,
    isPending: pending > 0,
    error,
    retry: () => setAttempt((count) => count + 1),
  };
}

function useTableClient(): TableClient | null {
  const [client, setClient] = useState<TableClient | null>(null);
  useEffect(() => {
    const opened = openTableClient();
    setClient(opened);
    return () => opened.close();
  }, []);
  return client;
}
