import type { WeaveVersionHead } from '@runloom/model';
import { useMemo, useState } from 'react';
import { ErrorState } from '../../components/error-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { diffRows } from '../../components/text-diff/diff-rows.ts';
import { DiffView } from '../../components/text-diff/diff-view.tsx';
import { valueText } from '../../components/value-tree/api-json.ts';
import { useWeaveVersion } from '../../data/weave-objects.ts';
import { promptText, readPrompt } from './prompt-value.ts';
import styles from './prompts.module.css';

const LAYOUTS = [
  { value: 'split', label: 'Side by side' },
  { value: 'unified', label: 'One below the other' },
] as const;

/** What differs from another version, line by line. */
export function Comparison({
  address,
  to,
  from,
  others,
  onFrom,
}: {
  readonly address: Parameters<typeof useWeaveVersion>[0];
  readonly to: WeaveVersionHead & { readonly value?: unknown };
  readonly from: WeaveVersionHead;
  readonly others: readonly WeaveVersionHead[];
  readonly onFrom: (digest: string) => void;
}) {
  const [layout, setLayout] = useState<'split' | 'unified'>('split');
  const query = useWeaveVersion(address, from.digest);
  const other = query.data?.digest === from.digest ? query.data : undefined;
  const rows = useMemo(
    () => (other === undefined ? null : diffRows(textOf(other), textOf(to))),
    [other, to],
  );
  return (
    <Panel
      title="Changes"
      isFlush
      controls={
        <>
          <SelectField
            label="Compared with"
            className={styles.version}
            value={from.digest}
            choices={others.map(({ digest, versionIndex }) => ({
              value: digest,
              label: `v${versionIndex}`,
            }))}
            onChange={onFrom}
          />
          <Segmented
            label="How changes are shown"
            value={layout}
            choices={LAYOUTS}
            onChange={setLayout}
          />
        </>
      }
    >
      {other === undefined ? (
        query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton lines={4} label="Reading the other version" />
        )
      ) : rows === null ? (
        <p className={styles.padded}>The versions differ in too many lines to be compared here.</p>
      ) : (
        <DiffView label="Lines that differ" rows={rows} layout={layout} contextLines={3} />
      )}
    </Panel>
  );
}

function textOf(version: WeaveVersionHead & { readonly value?: unknown }): string {
  const prompt = readPrompt(version.leafClass, version.value);
  return prompt === null ? valueText(version.value ?? null, 2) : promptText(prompt);
}
