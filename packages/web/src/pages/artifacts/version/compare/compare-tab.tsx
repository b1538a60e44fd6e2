import { useNavigate, useSearch } from '@tanstack/react-router';
import { GitCompareArrows } from 'lucide-react';
import { textParameter } from '../../../../app/search-params.ts';
import { EmptyState } from '../../../../components/empty-state.tsx';
import { ErrorState } from '../../../../components/error-state.tsx';
import { Skeleton } from '../../../../components/skeleton.tsx';
import { useVersion, useVersions, type VersionAddress } from '../../../../data/artifacts.ts';
import { useShownVersion } from '../version-context.ts';
import styles from './compare.module.css';
import { FilesDifference } from './files-difference.tsx';
import { MetadataPanel } from './metadata-panel.tsx';

/** What became of another version: files, tables and metadata. */
export function CompareTab() {
  const { address, detail } = useShownVersion();
  const parameters = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const versions = useVersions(address);
  const all = versions.data?.pages.flatMap((page) => page.versions) ?? [];
  const before =
    textParameter(parameters, 'with') ?? previousOf(all, detail.version) ?? all[0]?.version ?? '';
  const set = (change: Record<string, string | undefined>) =>
    void navigate({
      to: '.',
      search: (old) => ({ ...old, ...change }) as never,
      replace: true,
    });
  if (versions.data === undefined) {
    if (versions.isPending) return <Pending />;
    return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />;
  }
  if (all.length < 2 && textParameter(parameters, 'with') === undefined) {
    return (
      <EmptyState icon={<GitCompareArrows aria-hidden />} title="Nothing to compare with yet">
        There is one version only. The next one can be compared with it here.
      </EmptyState>
    );
  }
  const listed = all.some(({ version }) => version === before)
    ? all
    : [{ version: before, aliases: [] as string[] }, ...all];
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <label className={styles.choice}>
          From
          <select
            value={before}
            onChange={(event) => set({ with: event.target.value, file: undefined })}
          >
            {listed.map(({ version, aliases }) => (
              <option key={version} value={version}>
                {[version, ...aliases].join(' · ')}
              </option>
            ))}
          </select>
        </label>
        <span className={styles.choice}>
          to <strong>{detail.version}</strong>
        </span>
        {versions.hasNextPage ? (
          <button
            type="button"
            className={styles.more}
            onClick={() => void versions.fetchNextPage()}
          >
            List older versions
          </button>
        ) : null}
      </div>
      <Difference
        key={before}
        before={{ ...address, version: before }}
        chosen={textParameter(parameters, 'file') ?? null}
        onChoose={(file) => set({ file: file ?? undefined })}
      />
    </div>
  );
}

function Difference({
  before,
  chosen,
  onChoose,
}: {
  readonly before: VersionAddress;
  readonly chosen: string | null;
  readonly onChoose: (file: string | null) => void;
}) {
  const { detail } = useShownVersion();
  const query = useVersion(before);
  if (query.data === undefined) {
    if (query.isPending) return <Pending />;
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      <MetadataPanel before={query.data} after={detail} />
      <FilesDifference before={query.data} chosen={chosen} onChoose={onChoose} />
    </>
  );
}

function Pending() {
  return (
    <div className={styles.pending}>
      <Skeleton lines={8} label="Comparing" />
    </div>
  );
}

/** The version before this one, of those that are left. */
function previousOf(
  versions: readonly { readonly version: string }[],
  version: string,
): string | undefined {
  const at = versions.findIndex((other) => other.version === version);
  return at === -1 ? undefined : versions[at + 1]?.version;
}
