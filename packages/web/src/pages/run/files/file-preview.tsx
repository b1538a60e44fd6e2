import type { FileView } from '@runloom/model';
import { Download, ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { buttonClass } from '../../../components/button.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { MediaPreview } from '../../../components/file-preview/media-preview.tsx';
import styles from '../../../components/file-preview/preview.module.css';
import { opensInBrowser, previewKind } from '../../../components/file-preview/preview-kind.ts';
import { TextContentPreview } from '../../../components/file-preview/text-content-preview.tsx';
import { formatBytes } from '../../../components/format.ts';
import { lastPart } from '../../../components/last-part.ts';
import { isDrawnObject, ObjectView } from '../../../components/media/object/object-view.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import type { RunAddress } from '../../../data/files.ts';

/** A file with what is known of it, and a look into it. */
export function FilePreview({
  address,
  file,
}: {
  readonly address: RunAddress;
  readonly file: FileView;
}) {
  const name = lastPart(file.name);
  return (
    <section className={styles.preview} aria-label={`Preview of ${name}`}>
      <header className={styles.head}>
        <div className={styles.titles}>
          <h2 className={styles.name}>
            <Truncated text={file.name} />
          </h2>
          <p className={styles.facts}>
            <span>{formatBytes(file.sizeBytes)}</span>
            <span>{file.mimeType}</span>
            <TimeAgo at={file.updatedAt} />
          </p>
        </div>
        <CopyButton text={file.name} label="Copy path" />
        {opensInBrowser(file) ? (
          <a
            className={buttonClass('secondary', 'small')}
            href={file.url}
            target="_blank"
            rel="noreferrer"
          >
            <ExternalLink aria-hidden />
            Open
          </a>
        ) : null}
        <a className={buttonClass('secondary', 'small')} href={file.url} download={name}>
          <Download aria-hidden />
          Download
        </a>
      </header>
      <div className={styles.body}>
        <Body address={address} file={file} />
      </div>
    </section>
  );
}

function Body({ address, file }: { readonly address: RunAddress; readonly file: FileView }) {
  const [isAsked, setAsked] = useState(false);
  const kind = previewKind(file);
  if (file.sizeBytes === 0) return <EmptyState title="This file is empty" />;
  if (isDrawnObject(file.name) && !isAsked) return <ObjectView key={file.name} file={file} />;
  if (kind === 'none' && !isAsked) {
    return (
      <EmptyState
        title="No preview for this kind of file"
        action={
          <button type="button" className={buttonClass('secondary')} onClick={() => setAsked(true)}>
            Show as text
          </button>
        }
      >
        Download it to open it on your machine.
      </EmptyState>
    );
  }
  if (kind === 'image' || kind === 'audio' || kind === 'video') {
    return <MediaPreview kind={kind} file={file} />;
  }
  return <TextContentPreview address={address} file={file} kind={kind} isForced={isAsked} />;
}
