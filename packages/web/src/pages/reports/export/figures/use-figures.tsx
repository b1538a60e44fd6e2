import type { ReportNode } from '@runloom/model';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import type { Figure } from '../export-source.ts';
import { FigureStage } from './figure-stage.tsx';

interface Job {
  readonly number: number;
  readonly node: ReportNode;
  readonly resolve: (figures: readonly Figure[]) => void;
}

/**
 * Takes the figures of blocks, one block after the other.
 * @returns the function that does it, and what must be drawn meanwhile
 */
export function useFigures(): {
  readonly figuresOf: (node: ReportNode) => Promise<readonly Figure[]>;
  readonly stage: ReactNode;
} {
  const [job, setJob] = useState<Job | null>(null);
  const count = useRef(0);
  const figuresOf = useCallback(
    (node: ReportNode) =>
      new Promise<readonly Figure[]>((resolve) => {
        count.current += 1;
        setJob({ number: count.current, node, resolve });
      }),
    [],
  );
  const done = useCallback(
    (figures: readonly Figure[]) => {
      setJob((current) => (current === job ? null : current));
      job?.resolve(figures);
    },
    [job],
  );
  const stage =
    job === null ? null : <FigureStage key={job.number} node={job.node} onDone={done} />;
  return { figuresOf, stage };
}
