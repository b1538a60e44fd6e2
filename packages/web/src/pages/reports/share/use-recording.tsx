import type { EvidenceRequest, ReportNode } from '@runloom/model';
import { type ReactNode, useCallback } from 'react';
import { recordEvidence } from '../../../data/report-evidence.ts';
import { Recorder } from '../off-stage/recorder.tsx';
import { useOffStage } from '../off-stage/use-off-stage.tsx';
import { EvidenceContent, needsRecording } from './evidence-content.tsx';

/**
 * Records, one after the other, what live blocks of a report show now, so that people without an
 * account see it.
 * @returns the function that does it, rejected when one can't be recorded, and what must be drawn meanwhile
 */
export function useRecording(): {
  readonly record: (report: string, nodes: readonly ReportNode[]) => Promise<void>;
  readonly stage: ReactNode;
} {
  const { run, stage } = useOffStage<readonly EvidenceRequest[]>((node, end) => (
    <Recorder onRecorded={end.onDone} onFailed={end.onFailed}>
      <EvidenceContent node={node} />
    </Recorder>
  ));
  const record = useCallback(
    async (report: string, nodes: readonly ReportNode[]) => {
      for (const node of nodes.filter(needsRecording)) {
        const requests = await run(node);
        if (requests.length === 0) continue;
        await recordEvidence(report, { block: String(node.attrs?.['block']), requests });
      }
    },
    [run],
  );
  return { record, stage };
}
