import { useMemo } from 'react';
import { shownText } from '../../../components/shown-text.ts';
import { weaveFileAddress } from '../../../data/weave-versions.ts';
import styles from './call.module.css';
import { findHeld, type HeldFile, readReference, versionPage } from './references.ts';

/** What a value names beside itself: images, sounds, videos and files, and versions of objects. */
export function HeldView({
  entity,
  project,
  value,
  title,
}: {
  readonly entity: string;
  readonly project: string;
  readonly value: unknown;
  readonly title: string;
}) {
  const { references, files } = useMemo(() => findHeld(value), [value]);
  if (references.length === 0 && files.length === 0) return null;
  return (
    <section className={styles.held} aria-label={title}>
      {files.map((file) => (
        <HeldFileView
          key={`${file.path} ${file.name}`}
          file={file}
          address={weaveFileAddress({ entity, project }, file.digest, file.name)}
        />
      ))}
      {references.length === 0 ? null : (
        <ul className={styles.references} aria-label="Objects used">
          {references.map((text) => {
            const ref = readReference(text);
            if (ref === null) return null;
            return (
              <li key={text}>
                <a href={versionPage(ref)}>
                  {shownText(ref.name)}:{shownText(ref.version.slice(0, 8))}
                </a>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

function HeldFileView({ file, address }: { readonly file: HeldFile; readonly address: string }) {
  const name = shownText(file.path === '' ? file.name : `${file.path} · ${file.name}`);
  switch (file.kind) {
    case 'image':
      return (
        <figure className={styles.heldFile}>
          <img src={address} alt={name} loading="lazy" className={styles.heldImage} />
          <figcaption>{name}</figcaption>
        </figure>
      );
    case 'audio':
      return (
        <figure className={styles.heldFile}>
          {/* biome-ignore lint/a11y/useMediaCaption: nobody wrote captions for what a call made */}
          <audio controls preload="none" src={address} aria-label={name} />
          <figcaption>{name}</figcaption>
        </figure>
      );
    case 'video':
      return (
        <figure className={styles.heldFile}>
          {/* biome-ignore lint/a11y/useMediaCaption: nobody wrote captions for what a call made */}
          <video
            controls
            preload="metadata"
            src={address}
            aria-label={name}
            className={styles.heldImage}
          />
          <figcaption>{name}</figcaption>
        </figure>
      );
    case 'file':
      return (
        <a href={address} download={file.name}>
          {name}
        </a>
      );
  }
}
