import { useMemo, useState } from 'react';
import { CodeBlock } from '../../../components/code-block.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { Skeleton } from '../../../components/skeleton.tsx';
import { diffRows } from '../../../components/text-diff/diff-rows.ts';
import { DiffView } from '../../../components/text-diff/diff-view.tsx';
import { useWeaveVersion } from '../../../data/weave-versions.ts';
import styles from './call.module.css';
import type { CallPaneProps } from './call-props.ts';
import { readReference, versionPage } from './references.ts';

/** The code of the op that was called, and what was changed in it since the version before. */
export function CodeTab({ call }: CallPaneProps) {
  const ref = readReference(call.opName);
  const query = useWeaveVersion(ref);
  const [view, setView] = useState<'code' | 'changes'>('code');
  if (ref === null) {
    return <p className={styles.note}>This call names no op whose code was captured.</p>;
  }
  if (query.data === undefined) {
    if (query.isPending) return <Skeleton lines={6} label="Loading the code" />;
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { source, previous, versionIndex, name } = query.data;
  const before = previous?.source ?? null;
  return (
    <>
      <div className={styles.partHead}>
        <a href={versionPage({ ...ref, kind: 'op', name })}>
          {shownText(name)}:v{versionIndex}
        </a>
        <span className={styles.spacer} />
        {before === null || source === null ? null : (
          <Segmented
            label="What is shown of the code"
            value={view}
            choices={[
              { value: 'code', label: 'Code' },
              { value: 'changes', label: `Changes since v${previous?.versionIndex ?? ''}` },
            ]}
            onChange={setView}
          />
        )}
      </div>
      {source === null ? (
        <p className={styles.note}>The code of this op has not come.</p>
      ) : view === 'changes' && before !== null ? (
        <Changes before={before} after={source} />
      ) : (
        <CodeBlock label="Code of the op" title={shownText(name)} text={source} />
      )}
    </>
  );
}

function Changes({ before, after }: { readonly before: string; readonly after: string }) {
  const rows = useMemo(() => diffRows(before, after), [before, after]);
  if (rows === null)
    return <p className={styles.note}>The two are too long to be compared here.</p>;
  return <DiffView label="Changes of the code" rows={rows} layout="unified" contextLines={3} />;
}
