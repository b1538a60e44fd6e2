import type { ReportNode } from '@runloom/model';
import { Fragment, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';

/** How a drawing out of sight ends; whichever is told first. */
export interface StageEnd<Result> {
  readonly onDone: (result: Result) => void;
  /** What was wanted of it can't be had. */
  readonly onFailed: (problem: unknown) => void;
}

interface Job<Result> extends StageEnd<Result> {
  readonly number: number;
  readonly node: ReportNode;
}

/**
 * Draws blocks out of sight, each until it tells what was wanted of it. The next may be asked for once
 * the one before has.
 * @returns the function that has a block drawn, and what must be drawn meanwhile. Its promise is rejected
 *   with what the drawing failed by, and when the drawing is given up: for the next one, or with the page
 */
export function useOffStage<Result>(draw: (node: ReportNode, end: StageEnd<Result>) => ReactNode): {
  readonly run: (node: ReportNode) => Promise<Result>;
  readonly stage: ReactNode;
} {
  const [job, setJob] = useState<Job<Result> | null>(null);
  const count = useRef(0);
  const latest = useRef<Job<Result> | null>(null);
  const run = useCallback(
    (node: ReportNode) =>
      new Promise<Result>((resolve, reject) => {
        latest.current?.onFailed(givenUp());
        count.current += 1;
        const leave = () => {
          setJob((current) => (current === own ? null : current));
          if (latest.current === own) latest.current = null;
        };
        const own: Job<Result> = {
          number: count.current,
          node,
          onDone: (result) => {
            leave();
            resolve(result);
          },
          onFailed: (problem) => {
            leave();
            reject(problem);
          },
        };
        latest.current = own;
        setJob(own);
      }),
    [],
  );
  useEffect(() => () => latest.current?.onFailed(givenUp()), []);
  const stage = job === null ? null : <Fragment key={job.number}>{draw(job.node, job)}</Fragment>;
  return { run, stage };
}

const givenUp = (): Error => new Error('Drawing it was given up before it was done.');
