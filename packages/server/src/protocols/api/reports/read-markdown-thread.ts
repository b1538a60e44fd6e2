import { parentPort, workerData } from 'node:worker_threads';
import { MarkdownError, markdownToDocument } from '@runloom/model/report-markdown';
import type { ReadMarkdown } from './read-markdown.ts';

/** What a thread does that reads one long text. */
function read(markdown: string): ReadMarkdown {
  try {
    return { document: markdownToDocument(markdown) };
  } catch (error) {
    if (error instanceof MarkdownError) return { problem: error.message };
    throw error;
  }
}

parentPort?.postMessage(read(String(workerData)));
