import { Link } from '@tanstack/react-router';
import { GitFork, Rewind } from 'lucide-react';
import { formatCount } from '../../../components/format.ts';
import { Truncated } from '../../../components/truncated.tsx';
import { useShownRun } from '../run-context.ts';
import styles from './run-header.module.css';

/** Where the run goes on from: another run, or an earlier step of its own. */
export function Origin({
  branch,
}: {
  readonly branch: { readonly run: string; readonly step: number };
}) {
  const { entity, project, name } = useShownRun();
  if (branch.run === name) {
    return (
      <span className={styles.origin}>
        <Rewind aria-hidden />
        rewound to step {formatCount(branch.step)}
      </span>
    );
  }
  return (
    <span className={styles.origin}>
      <GitFork aria-hidden />
      forked from
      <Link
        to="/$entity/$project/runs/$run"
        params={{ entity, project, run: branch.run }}
        className={styles.originLink}
      >
        <Truncated text={branch.run} />
      </Link>
      at step {formatCount(branch.step)}
    </span>
  );
}
