import { ModelError } from './model-error.ts';

/** Longer data of one event can only be garbage. */
const LONGEST_EVENT = 8 * 1024 * 1024;

/** The data of server-sent events (HTML standard, 9.2), one text an event. */
export async function* eventData(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let waiting = '';
  let data: string[] = [];
  for await (const chunk of chunks) {
    waiting += decoder.decode(chunk, { stream: true });
    const lines = waiting.split(/\r\n|\n|\r(?!$)/);
    waiting = lines.pop() ?? '';
    if (waiting.length > LONGEST_EVENT) {
      throw new ModelError('not understood', 'The provider sent something without an end.');
    }
    for (const line of lines) {
      if (line.startsWith('data:')) data.push(dataOf(line));
      else if (line === '' && data.length > 0) {
        yield data.join('\n');
        data = [];
      }
    }
  }
  if (waiting.startsWith('data:')) data.push(dataOf(waiting));
  if (data.length > 0) yield data.join('\n');
}

const dataOf = (line: string): string => line.slice(line[5] === ' ' ? 6 : 5);
