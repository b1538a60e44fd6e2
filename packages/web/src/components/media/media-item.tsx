import type { FileView } from '@runloom/model';
import { Download } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { RunAddress } from '../../data/files.ts';
import { buttonClass } from '../button.tsx';
import { MediaPreview } from '../file-preview/media-preview.tsx';
import { previewKind } from '../file-preview/preview-kind.ts';
import { TextContentPreview } from '../file-preview/text-content-preview.tsx';
import { formatBytes } from '../format.ts';
import { lastPart } from '../last-part.ts';
import { Skeleton } from '../skeleton.tsx';
import { moleculeFormat } from './framed/molecule-page.ts';
import styles from './media-item.module.css';
import { isMolecule, type MediaKind, wordsForFile } from './media-kind.ts';
import type { MediaItem } from './media-value.ts';
import { MissingFile } from './missing-file.tsx';
import { isDrawnObject, ObjectView } from './object/object-view.tsx';

const FigureView = lazy(async () => ({
  default: (await import('./framed/figure-view.tsx')).FigureView,
}));
const MoleculeView = lazy(async () => ({
  default: (await import('./framed/molecule-view.tsx')).MoleculeView,
}));

/** A sound, a video, a page, a figure, a 3D object, or a file to download. */
export function MediaItemView({
  address,
  item,
  file,
  kind,
  type,
}: {
  readonly kind: MediaKind;
  readonly type: string | undefined;
  readonly address: RunAddress;
  readonly item: MediaItem;
  readonly file: FileView | undefined;
}) {
  if (file === undefined) {
    return item.path === '' ? (
      <p className={styles.none}>This value names no file.</p>
    ) : (
      <MissingFile />
    );
  }
  const shown = previewKind(file);
  if (shown === 'audio' || shown === 'video' || shown === 'image') {
    return (
      <div className={shown === 'audio' ? styles.sound : styles.preview}>
        <MediaPreview key={file.name} kind={shown} file={file} />
      </div>
    );
  }
  if (kind === 'figure') {
    return (
      <div className={styles.framed}>
        <Suspense fallback={<Skeleton lines={6} label="Loading the figure" />}>
          <FigureView key={file.name} address={address} file={file} title={lastPart(file.name)} />
        </Suspense>
      </div>
    );
  }
  const format = isMolecule(type) ? moleculeFormat(file.name) : null;
  if (format !== null) {
    return (
      <div className={styles.framed}>
        <Suspense fallback={<Skeleton lines={6} label="Loading the molecule" />}>
          <MoleculeView
            key={file.name}
            address={address}
            file={file}
            title={lastPart(file.name)}
            format={format}
          />
        </Suspense>
      </div>
    );
  }
  if (isDrawnObject(file.name)) {
    return (
      <div className={styles.framed}>
        <ObjectView key={file.name} file={file} />
      </div>
    );
  }
  if (/html/i.test(file.mimeType)) {
    return (
      <div className={styles.framed}>
        <TextContentPreview key={file.name} address={address} file={file} kind="html" isForced />
      </div>
    );
  }
  const words = wordsForFile(type);
  return (
    <>
      {words === null ? null : <p className={styles.words}>{words}</p>}
      <a
        className={buttonClass('secondary', 'small')}
        href={file.url}
        download={lastPart(file.name)}
      >
        <Download aria-hidden />
        Download {formatBytes(file.sizeBytes)}
      </a>
    </>
  );
}
