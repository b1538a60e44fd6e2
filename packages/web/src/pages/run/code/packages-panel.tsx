import type { FileView } from '@runloom/model';
import { useMemo, useState } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatCount } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { VirtualList } from '../../../components/virtual-list.tsx';
import { type RunAddress, useFileText } from '../../../data/files.ts';
import styles from './code.module.css';
import { readPackages } from './packages.ts';

const MOST_BYTES = 1_000_000;
const ROW = 26;

/** What was installed, to search through. */
export function PackagesPanel({
  address,
  file,
}: {
  readonly address: RunAddress;
  readonly file: FileView;
}) {
  const query = useFileText(address, file, { maxBytes: MOST_BYTES, enabled: true });
  const text = query.data?.text;
  const packages = useMemo(() => readPackages(text ?? ''), [text]);
  const [search, setSearch] = useState('');
  const found = packages.filter(({ line }) => line.toLowerCase().includes(search.toLowerCase()));
  return (
    <Panel
      title="Packages"
      count={formatCount(packages.length)}
      isFlush
      controls={
        <>
          <SearchField
            className={styles.search}
            label="Search packages"
            placeholder="Search"
            value={search}
            onChange={setSearch}
          />
          <CopyButton text={text ?? ''} label="Copy requirements.txt" />
        </>
      }
    >
      {query.isPending ? <Skeleton lines={6} label="Loading the packages" /> : null}
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.data !== undefined && found.length === 0 ? (
        <p className={styles.none}>
          {search === '' ? 'The list is empty.' : `No package holds “${search}”.`}
        </p>
      ) : null}
      {found.length === 0 ? null : (
        <div className={styles.packages} style={{ height: Math.min(found.length * ROW, 420) }}>
          <VirtualList
            label="Packages"
            count={found.length}
            rowHeight={ROW}
            renderRow={(index) => {
              const one = found[index];
              return one === undefined ? null : (
                <div className={styles.package}>
                  <Truncated text={one.name} />
                  <span className={styles.version}>
                    <Truncated text={one.version} />
                  </span>
                </div>
              );
            }}
          />
        </div>
      )}
    </Panel>
  );
}
