import { type AlsoFrom, type BulkAction, BulkAnswer, type RunSelection } from '@runloom/model';
import { apiPath, requestApi } from './client.ts';

/** How far a change of many runs is. */
export interface BulkProgress {
  readonly done: number;
  readonly failed: readonly { readonly run: string; readonly message: string }[];
}

/**
 * Changes many runs, part by part.
 * @param onProgress told after each part
 * @throws RequestError when a part could not be done; those before it are
 */
export async function changeRuns(
  entity: string,
  project: string,
  { alsoFrom, ...selection }: RunSelection & { readonly alsoFrom?: AlsoFrom },
  action: BulkAction,
  options: { readonly signal: AbortSignal; readonly onProgress: (progress: BulkProgress) => void },
): Promise<BulkProgress> {
  let progress: BulkProgress = { done: 0, failed: [] };
  let after: number | null = null;
  do {
    options.signal.throwIfAborted();
    const answer: BulkAnswer = await requestApi(
      BulkAnswer,
      apiPath('projects', entity, project, 'runs', 'bulk'),
      { method: 'POST', body: { selection, alsoFrom, action, after }, signal: options.signal },
    );
    progress = {
      done: progress.done + answer.done,
      failed: [...progress.failed, ...answer.failed],
    };
    options.onProgress(progress);
    after = answer.next;
  } while (after !== null);
  return progress;
}
