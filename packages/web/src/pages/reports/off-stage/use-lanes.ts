import type { ReportNode } from '@runloom/model';
import { createElement, Fragment, type ReactNode, useCallback, useRef } from 'react';
import { useOffStage } from './use-off-stage.tsx';

type Draw<Result> = Parameters<typeof useOffStage<Result>>[0];

/**
 * Draws blocks out of sight, some at once: while one waits for its answers, others are drawn. Any number
 * may be asked for; each waits for a free lane, in the order of asking.
 * @returns the function that has a block drawn, and what must be drawn meanwhile
 */
export function useLanes<Result>(draw: Draw<Result>): {
  readonly run: (node: ReportNode) => Promise<Result>;
  readonly stage: ReactNode;
} {
  const lanes = [
    useOffStage(draw),
    useOffStage(draw),
    useOffStage(draw),
    useOffStage(draw),
    useOffStage(draw),
    useOffStage(draw),
  ];
  const free = useRef(lanes.map((lane) => lane.run));
  const waiting = useRef<((run: (node: ReportNode) => Promise<Result>) => void)[]>([]);
  const run = useCallback(async (node: ReportNode) => {
    const own =
      free.current.shift() ??
      (await new Promise<(node: ReportNode) => Promise<Result>>((resolve) => {
        waiting.current.push(resolve);
      }));
    try {
      return await own(node);
    } finally {
      const next = waiting.current.shift();
      if (next === undefined) free.current.push(own);
      else next(own);
    }
  }, []);
  // Each lane numbers its blocks itself: their keys must not meet.
  const stage = lanes.map((lane, index) => createElement(Fragment, { key: index }, lane.stage));
  return { run, stage };
}
