import { newBlockId } from '@runloom/model';
import * as Y from 'yjs';
import { openReportSync, type ReportSync } from '../sync/report-sync.ts';

const LONGEST_MS = 15_000;

/**
 * Adds a block at the end of a report as anybody who writes in it would: what others write meanwhile
 * stays. Resolves once the server has it on its disk.
 * @throws Error when it has not after some seconds, or may not be written to
 */
export async function appendBlock(
  report: string,
  user: string,
  type: string,
  attributes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const sync = openReportSync(report, `${user} adds`);
  try {
    await until(sync, () => sync.isLoaded());
    const element = new Y.XmlElement(type);
    for (const [name, value] of Object.entries({ block: newBlockId(), ...attributes })) {
      // Attributes of ProseMirror are JSON; the library's types know texts alone.
      element.setAttribute(name, value as string);
    }
    sync.body.push([element]);
    await until(sync, () => sync.state().kind === 'saved');
  } finally {
    sync.close();
  }
}

function until(sync: ReportSync, isSo: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (problem: Error | null) => {
      clearTimeout(timer);
      stop();
      if (problem === null) resolve();
      else reject(problem);
    };
    const look = () => {
      const state = sync.state();
      if (state.kind === 'closed') end(new Error(state.reason));
      else if (isSo()) end(null);
    };
    const timer = setTimeout(
      () => end(new Error('The server did not answer. Check the connection and try again.')),
      LONGEST_MS,
    );
    const stop = sync.watch(look);
    look();
  });
}
