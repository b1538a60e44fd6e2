import { Worker } from 'node:worker_threads';
import { EMPTY_DOCUMENT, type ReportDocument } from '@runloom/model';
import { MarkdownError, markdownToDocument } from '@runloom/model/report-markdown';
import { invalid, RunloomError, unavailable } from '../../../platform/errors.ts';
import { createLimiter } from '../../../platform/limiter.ts';

/** Shorter texts take less than it takes to start a thread. */
const LONG = 16_000;
/** What takes longer was written to do so. */
const MOST_MS = 30_000;
const MOST_THREADS = 2;
const MOST_WAITING = 20;

/** What the thread answers: a document, or why there is none. */
export type ReadMarkdown = { readonly document: ReportDocument } | { readonly problem: string };

/**
 * Reads Markdown as documents. Long texts are read by a thread of their own, so that nobody else waits for
 * them; two at once, others wait their turn.
 */
export function createMarkdownReader(): (markdown: string | undefined) => Promise<ReportDocument> {
  const inTurn = createLimiter(MOST_THREADS, {
    most: MOST_WAITING,
    refuse: () => unavailable('Many long texts are being read.'),
  });

  return async (markdown) => {
    if (markdown === undefined) return EMPTY_DOCUMENT;
    if (markdown.length > LONG) return inTurn(() => readInThread(markdown));
    try {
      return markdownToDocument(markdown);
    } catch (error) {
      if (error instanceof MarkdownError) throw invalid(error.message);
      throw error;
    }
  };
}

function readInThread(markdown: string): Promise<ReportDocument> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./read-markdown-thread.ts', import.meta.url), {
      workerData: markdown,
    });
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      void worker.terminate();
      settle();
    };
    const timer = setTimeout(
      () =>
        end(() =>
          reject(
            new RunloomError(
              'too_large',
              'This Markdown takes too long to be read. Import it in parts.',
            ),
          ),
        ),
      MOST_MS,
    );
    worker.once('message', (read: ReadMarkdown) =>
      end(() => ('document' in read ? resolve(read.document) : reject(invalid(read.problem)))),
    );
    worker.once('error', (error) => end(() => reject(error)));
  });
}
