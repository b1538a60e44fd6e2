import type { EvaluationSubject } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { Truncated } from '../../../components/truncated.tsx';
import styles from './shared.module.css';

const PAGES = {
  object: '/$entity/$project/weave/objects/$name/versions/$version',
  op: '/$entity/$project/weave/ops/$name/versions/$version',
} as const;

/** A version that an evaluation used, by its name and number; a link where it has a page. */
export function SubjectLink({
  entity,
  project,
  subject,
  title,
}: {
  readonly entity: string;
  readonly project: string;
  readonly subject: EvaluationSubject | null;
  /** Shown instead of name and number. */
  readonly title?: string;
}) {
  if (subject === null) return <span className={styles.none}>–</span>;
  const { name, kind, digest, versionIndex } = subject;
  const version =
    versionIndex === null ? (digest === null ? '' : digest.slice(0, 8)) : `v${versionIndex}`;
  const text = (
    <>
      <Truncated text={title ?? name} />
      {title !== undefined || version === '' ? null : (
        <span className={styles.version}>{version}</span>
      )}
    </>
  );
  if (kind === null || digest === null) return <span className={styles.subject}>{text}</span>;
  return (
    <Link
      to={PAGES[kind]}
      params={{ entity, project, name, version: digest }}
      className={styles.subject}
    >
      {text}
    </Link>
  );
}
