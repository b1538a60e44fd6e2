import type { RunFork } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { GitFork } from 'lucide-react';
import { formatCount, formatPlural } from '../../../components/format.ts';
import { Popover } from '../../../components/popover.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useForks } from '../../../data/run-places.ts';
import { useShownRun } from '../run-context.ts';
import styles from './run-header.module.css';

/** The runs that go on from this one; nothing when there are none. */
export function Forks() {
  const { entity, project, name } = useShownRun();
  const { data } = useForks(entity, project, name);
  const [first, ...others] = data?.forks ?? [];
  if (first === undefined) return null;
  return (
    <span className={styles.origin}>
      <GitFork aria-hidden />
      forked to
      <ForkLink fork={first} />
      {others.length === 0 ? null : (
        <Popover
          label="Forks of this run"
          trigger={
            <button type="button" className={styles.originLink}>
              and {formatPlural(others.length, 'more', 'more')}
            </button>
          }
        >
          <ul className={styles.forks}>
            {others.map((fork) => (
              <li key={fork.name}>
                <ForkLink fork={fork} />
                <span className={styles.factLabel}>at step {formatCount(fork.step)}</span>
              </li>
            ))}
          </ul>
        </Popover>
      )}
    </span>
  );
}

function ForkLink({ fork }: { readonly fork: RunFork }) {
  const { entity, project } = useShownRun();
  return (
    <Link
      to="/$entity/$project/runs/$run"
      params={{ entity, project, run: fork.name }}
      className={styles.originLink}
    >
      <Truncated text={fork.displayName || fork.name} />
    </Link>
  );
}
