import { Link } from '@tanstack/react-router';
import { Boxes } from 'lucide-react';
import type { ReactNode } from 'react';
import { useArtifactReference } from '../../data/artifact-references.ts';
import { Truncated } from '../truncated.tsx';
import styles from './artifact-reference-link.module.css';

/**
 * The version that a reference means, by its name, as a link to its page.
 * @param children shown until it is known, and when it is gone or not to be seen
 */
export function ArtifactReferenceLink({
  reference,
  children = null,
}: {
  readonly reference: string;
  readonly children?: ReactNode;
}) {
  const { data } = useArtifactReference(reference);
  const target = data?.target ?? null;
  if (target === null) return children;
  const { path, ...params } = target;
  const version = `${target.artifact}:${target.version}`;
  const name = path === '' ? version : `${version}/${path}`;
  return (
    <Link
      to={
        path === ''
          ? '/$entity/$project/artifacts/$type/$artifact/$version'
          : '/$entity/$project/artifacts/$type/$artifact/$version/files'
      }
      params={params}
      search={path === '' ? {} : { file: path }}
      className={styles.link}
      aria-label={`Artifact ${name}`}
    >
      <Boxes aria-hidden className={styles.icon} />
      <Truncated text={name} />
    </Link>
  );
}
