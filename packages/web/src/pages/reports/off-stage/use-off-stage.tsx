import type { ReportNode } from '@runloom/model';
import { Fragment, type ReactNode, useCallback, useRef, useState } from 'react';

interface Job<Result> {
  readonly number: number;
  readonly node: ReportNode;
  readonly onDone: (result: Result) => void;
}

/**
 * Draws blocks out of sight, each until it tells what was wanted of it. The next may be asked for once
 * the one before has.
 * @returns the function that has a block drawn, and what must be drawn meanwhile
 */
export function useOffStage<Result>(
  draw: (node: ReportNode, onDone: (result: Result) => void) => ReactNode,
): { readonly run: (node: ReportNode) => Promise<Result>; readonly stage: ReactNode } {
  const [job, setJob] = useState<Job<Result> | null>(null);
  const count = useRef(0);
  const run = useCallback(
    (node: ReportNode) =>
      new Promise<Result>((resolve) => {
        count.current += 1;
        const own: Job<Result> = {
          number: count.current,
          node,
          onDone: (result) => {
            setJob((current) => (current === own ? null : current));
            resolve(result);
          },
        };
        setJob(own);
      }),
    [],
  );
  const stage =
    job === null ? null : <Fragment key={job.number}>{draw(job.node, job.onDone)}</Fragment>;
  return { run, stage };
}
