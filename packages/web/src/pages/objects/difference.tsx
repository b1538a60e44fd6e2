import type { WeaveVersionDetail } from '@runloom/model';
import { useMemo, useState } from 'react';
import { Panel } from '../../components/panel.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { diffRows } from '../../components/text-diff/diff-rows.ts';
import { DiffView } from '../../components/text-diff/diff-view.tsx';
import { valueText } from '../../components/value-tree/api-json.ts';
import styles from './objects.module.css';

const CONTEXT_LINES = 3;
const LAYOUTS = [
  { value: 'unified', label: 'One below the other' },
  { value: 'split', label: 'Side by side' },
] as const;

/** What differs from the version before: the source of ops, the value of objects. */
export function Difference({
  version,
  previous,
}: {
  readonly version: WeaveVersionDetail;
  readonly previous: NonNullable<WeaveVersionDetail['previous']>;
}) {
  const [layout, setLayout] = useState<'split' | 'unified'>('unified');
  const rows = useMemo(() => diffRows(textOf(previous), textOf(version)), [previous, version]);
  return (
    <Panel
      title={`Changes from v${previous.versionIndex}`}
      isFlush
      controls={
        <Segmented
          label="How changes are shown"
          value={layout}
          choices={LAYOUTS}
          onChange={setLayout}
        />
      }
    >
      {rows === null ? (
        <p className={styles.padded}>The versions differ in too many lines to be compared here.</p>
      ) : (
        <DiffView
          label="Lines that differ"
          rows={rows}
          layout={layout}
          contextLines={CONTEXT_LINES}
        />
      )}
    </Panel>
  );
}

const textOf = ({ source, value }: { readonly source: string | null; readonly value?: unknown }) =>
  source ?? valueText(value ?? null, 2);
