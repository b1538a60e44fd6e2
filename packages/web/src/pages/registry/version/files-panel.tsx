import { Download, File, Folder, FolderUp } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatBytes, formatCount, formatPlural } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { type LinkedCollection, useLinkedFiles } from '../../../data/registry-changes.ts';
import styles from './files-panel.module.css';

/** Files of a version, folder by folder, to download. */
export function FilesPanel({
  place,
  version,
  count,
}: {
  readonly place: LinkedCollection;
  readonly version: string;
  readonly count: number;
}) {
  const [folder, setFolder] = useState('');
  const query = useLinkedFiles(place, version, folder);
  const folders = query.data?.pages.flatMap((page) => page.folders) ?? [];
  const files = query.data?.pages.flatMap((page) => page.files) ?? [];
  const below = folder === '' ? '' : `${folder}/`;
  return (
    <Panel title="Files" count={formatCount(count)} isFlush>
      {query.isPending ? <Skeleton lines={3} /> : null}
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isSuccess && count === 0 ? <p className={styles.none}>It holds no files.</p> : null}
      <ul className={styles.list}>
        {folder === '' ? null : (
          <li>
            <button
              type="button"
              className={styles.entry}
              onClick={() => setFolder(folder.split('/').slice(0, -1).join('/'))}
            >
              <FolderUp aria-hidden />
              <Truncated text={`Up from ${folder}`} />
            </button>
          </li>
        )}
        {folders.map(({ name, fileCount, sizeBytes }) => (
          <li key={`folder ${name}`}>
            <button
              type="button"
              className={styles.entry}
              onClick={() => setFolder(`${below}${name}`)}
            >
              <Folder aria-hidden />
              <Truncated text={name} />
              <span className={styles.size}>
                {formatPlural(fileCount, 'file')} · {formatBytes(sizeBytes)}
              </span>
            </button>
          </li>
        ))}
        {files.map(({ path, sizeBytes, url, ref }) => {
          const name = path.slice(below.length);
          return (
            <li key={path}>
              {url === null ? (
                <span className={styles.entry}>
                  <File aria-hidden />
                  <Truncated text={name} />
                  <span className={styles.size}>
                    <Truncated text={ref ?? ''} />
                  </span>
                </span>
              ) : (
                <a className={styles.entry} href={url} download={name}>
                  <Download aria-hidden />
                  <Truncated text={name} />
                  <span className={styles.size}>{formatBytes(sizeBytes)}</span>
                </a>
              )}
            </li>
          );
        })}
      </ul>
      {query.hasNextPage ? (
        <Button
          kind="quiet"
          isBusy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more files
        </Button>
      ) : null}
    </Panel>
  );
}
