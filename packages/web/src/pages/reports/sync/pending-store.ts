import { fromBase64, toBase64 } from 'lib0/buffer';

/** Keeps what a server has not taken yet in the browser, so that a closed tab loses nothing. */
export interface PendingStore {
  /** All that is kept: none, one or two updates of the document. */
  read(): Promise<readonly Uint8Array[]>;
  write(update: Uint8Array): Promise<void>;
  /** For a page that goes away: kept when it returns, which a database does not promise then. */
  writeAtOnce(update: Uint8Array): void;
  clear(): Promise<void>;
}

const DATABASE = 'runloom-reports';
const UPDATES = 'updates';

/**
 * Kept only until the server has it: what a person may no longer see must not stay in the browser.
 * @param name of the report and the person who edits it
 */
export function openPendingStore(name: string): PendingStore {
  const opened = openDatabase();
  // Without a database (private windows of some browsers) the tab itself is all that keeps it.
  opened.catch(() => {});
  const act = async <Value>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest<Value>,
  ): Promise<Value | null> => {
    try {
      const database = await opened;
      const transaction = database.transaction(UPDATES, mode);
      return await settled(work(transaction.objectStore(UPDATES)));
    } catch {
      return null;
    }
  };
  const lastWords = `${DATABASE} ${name}`;
  return {
    async read() {
      const found: unknown = await act('readonly', (store) => store.get(name));
      return [found, readLastWords(lastWords)].filter((update) => update instanceof Uint8Array);
    },
    async write(update) {
      await act('readwrite', (store) => store.put(update, name));
    },
    writeAtOnce(update) {
      try {
        localStorage.setItem(lastWords, toBase64(update));
      } catch {
        // Larger than what browsers take there: what the database took before is kept.
      }
    },
    async clear() {
      localStorage.removeItem(lastWords);
      await act('readwrite', (store) => store.delete(name));
    },
  };
}

function readLastWords(key: string): Uint8Array | null {
  const kept = localStorage.getItem(key);
  try {
    return kept === null ? null : fromBase64(kept);
  } catch {
    return null;
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(UPDATES);
  return settled(request);
}

function settled<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser keeps nothing'));
  });
}
