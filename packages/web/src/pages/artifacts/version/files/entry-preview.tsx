import type { ArtifactEntry, FileView } from '@runloom/model';
import { Download } from 'lucide-react';
import { ArtifactReferenceLink } from '../../../../components/artifact-reference/artifact-reference-link.tsx';
import { readReference } from '../../../../components/artifact-reference/read-reference.ts';
import { buttonClass } from '../../../../components/button.tsx';
import { CopyButton } from '../../../../components/copy-button.tsx';
import { CopyField } from '../../../../components/copy-field.tsx';
import { DefinitionList } from '../../../../components/definition-list.tsx';
import { EmptyState } from '../../../../components/empty-state.tsx';
import { ErrorState } from '../../../../components/error-state.tsx';
import { formatBytes } from '../../../../components/format.ts';
import { lastPart } from '../../../../components/last-part.ts';
import { shownText } from '../../../../components/shown-text.ts';
import { Skeleton } from '../../../../components/skeleton.tsx';
import { Truncated } from '../../../../components/truncated.tsx';
import { fileOfEntry, useEntry } from '../../../../data/artifact-files.ts';
import { RequestError } from '../../../../data/client.ts';
import type { RunAddress } from '../../../../data/files.ts';
import { FilePreview } from '../../../run/files/file-preview.tsx';
import { hexDigest } from '../digest.ts';
import { useShownVersion } from '../version-context.ts';
import { DownloadRange } from './download-range.tsx';
import styles from './files.module.css';
import { isTableFile, TableFile } from './table-file.tsx';

/** A file of the version with a look into it; of a reference, where it points to. */
export function EntryPreview({ path }: { readonly path: string }) {
  const { address, detail } = useShownVersion();
  const query = useEntry(address, path);
  if (query.data === undefined) {
    if (query.isPending) {
      return (
        <div className={styles.pending}>
          <Skeleton lines={8} label="Loading the file" />
        </div>
      );
    }
    if (query.error instanceof RequestError && query.error.code === 'not_found') {
      return (
        <EmptyState title="This file is not here">
          The version has no file <bdi>{shownText(path)}</bdi>.
        </EmptyState>
      );
    }
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const entry = query.data;
  const file = fileOfEntry(entry, detail.createdAt);
  if (file === null) return <Reference entry={entry} />;
  // Texts of files are kept by where the files are; no run can be called so.
  const place: RunAddress = {
    entity: address.entity,
    project: address.project,
    run: `artifacts/${address.artifact}/${detail.version}`,
  };
  return (
    <div className={styles.side}>
      <div className={styles.facts}>
        <span className={styles.digest}>
          MD5 <Truncated text={hexDigest(entry.digest)} />
          <CopyButton text={hexDigest(entry.digest)} label="Copy MD5" />
        </span>
        <span className={styles.spacer} />
        <DownloadRange file={file} />
        {isTableFile(file.name) ? (
          <a
            className={buttonClass('secondary', 'small')}
            href={file.url}
            download={lastPart(file.name)}
          >
            <Download aria-hidden />
            Download
          </a>
        ) : null}
      </div>
      <div className={styles.content}>
        <Content place={place} file={file} />
      </div>
    </div>
  );
}

function Content({ place, file }: { readonly place: RunAddress; readonly file: FileView }) {
  return isTableFile(file.name) ? (
    <TableFile place={place} file={file} />
  ) : (
    <FilePreview address={place} file={file} />
  );
}

function Reference({ entry }: { readonly entry: ArtifactEntry }) {
  const { path, ref, digest, sizeBytes } = entry;
  const target = readReference(ref);
  return (
    <section className={styles.reference} aria-label={`Reference ${path}`}>
      <h2>
        <bdi>{shownText(path)}</bdi>
      </h2>
      {ref === null ? (
        <p className={styles.explained}>The bytes of this file are not here.</p>
      ) : (
        <>
          <p className={styles.explained}>
            {ref.startsWith('wandb-artifact:')
              ? 'The file stands in another artifact; the client brings it from there when this one is downloaded. Lineage shows which.'
              : 'A reference: the bytes are kept elsewhere. Runloom never opens it; the client does when the artifact is downloaded.'}
          </p>
          {target === null ? null : <ArtifactReferenceLink reference={target} />}
          <CopyField text={ref} label="Where it points to" />
        </>
      )}
      <DefinitionList
        entries={[
          { term: 'Digest', value: digest === '' ? 'none' : digest },
          { term: 'Size', value: sizeBytes === 0 ? 'not told' : formatBytes(sizeBytes) },
        ]}
      />
    </section>
  );
}
