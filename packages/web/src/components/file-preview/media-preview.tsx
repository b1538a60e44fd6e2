import type { FileView } from '@runloom/model';
import { useRef, useState } from 'react';
import { EmptyState } from '../empty-state.tsx';
import { lastPart } from '../last-part.ts';
import styles from './preview.module.css';

/** An image, sound or video. Drawings (SVG) are shown as images, in which no script runs. */
export function MediaPreview({
  kind,
  file,
}: {
  readonly kind: 'image' | 'audio' | 'video';
  readonly file: FileView;
}) {
  const { url, refresh } = useSteadyUrl(file);
  const [hasFailed, setFailed] = useState(false);
  const [size, setSize] = useState<string | null>(null);
  const name = lastPart(file.name);
  const onError = () => {
    if (!refresh()) setFailed(true);
  };
  if (hasFailed) {
    return (
      <EmptyState title={`This ${kind} can’t be shown`}>
        The browser can’t read it: it may be damaged or of a kind it does not know.
      </EmptyState>
    );
  }
  if (kind === 'audio') {
    return (
      <div className={styles.media}>
        {/* biome-ignore lint/a11y/useMediaCaption: nobody wrote captions for what a run made */}
        <audio controls src={url} aria-label={name} onError={onError} className={styles.audio} />
      </div>
    );
  }
  if (kind === 'video') {
    return (
      <div className={styles.media}>
        {/* biome-ignore lint/a11y/useMediaCaption: nobody wrote captions for what a run made */}
        <video controls src={url} aria-label={name} onError={onError} className={styles.video} />
      </div>
    );
  }
  return (
    <div className={styles.media}>
      <img
        src={url}
        alt={name}
        className={styles.image}
        onError={onError}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setSize(`${naturalWidth} × ${naturalHeight} px`)
        }
      />
      {size === null ? null : <p className={styles.size}>{size}</p>}
    </div>
  );
}

/**
 * The list of files gives every file a new address each time it is read: what plays would begin
 * anew. The first address is kept until the file changes or the address has run out.
 */
export function useSteadyUrl(file: FileView): { url: string; refresh: () => boolean } {
  const version = `${file.updatedAt} ${file.sizeBytes}`;
  const kept = useRef({ version, url: file.url });
  const [, redraw] = useState(0);
  if (kept.current.version !== version) kept.current = { version, url: file.url };
  return {
    url: kept.current.url,
    /** Takes the latest address; false when that is what failed. */
    refresh() {
      if (kept.current.url === file.url) return false;
      kept.current = { version, url: file.url };
      redraw((count) => count + 1);
      return true;
    },
  };
}
