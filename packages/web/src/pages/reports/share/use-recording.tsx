import type { EvidenceRequest, ReportNode } from '@runloom/model';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { recordEvidence } from '../../../data/reports.ts';
import { Recorder } from '../grid/recorder.tsx';
import { EvidenceContent, needsRecording } from './evidence-content.tsx';

interface Round {
  readonly nodes: readonly ReportNode[];
  readonly resolve: () => void;
  readonly reject: (problem: unknown) => void;
}

/**
 * Records, one after the other, what live blocks of a report show now, so that people without an
 * account see it.
 * @returns the function that does it, and what must be drawn meanwhile
 */
export function useRecording(
  report: string,
  nodesOf: () => readonly ReportNode[],
): { readonly record: () => Promise<void>; readonly stage: ReactNode } {
  const [round, setRound] = useState<Round | null>(null);
  const latest = useRef(nodesOf);
  latest.current = nodesOf;
  const record = useCallback(
    () =>
      new Promise<void>((resolve, reject) => {
        const nodes = latest.current().filter(needsRecording);
        if (nodes.length === 0) resolve();
        else setRound({ nodes, resolve, reject });
      }),
    [],
  );
  const [node, ...rest] = round?.nodes ?? [];
  const onRecorded = useCallback(
    (requests: readonly EvidenceRequest[]) => {
      if (round === null || node === undefined) return;
      const go = () => {
        if (rest.length > 0) setRound({ ...round, nodes: rest });
        else {
          setRound(null);
          round.resolve();
        }
      };
      if (requests.length === 0) {
        go();
        return;
      }
      recordEvidence(report, { block: String(node.attrs?.['block']), requests }).then(
        go,
        (problem: unknown) => {
          setRound(null);
          round.reject(problem);
        },
      );
    },
    [round, node, rest, report],
  );
  const stage =
    node === undefined ? null : (
      <Recorder key={String(node.attrs?.['block'])} onRecorded={onRecorded}>
        <EvidenceContent node={node} />
      </Recorder>
    );
  return { record, stage };
}
