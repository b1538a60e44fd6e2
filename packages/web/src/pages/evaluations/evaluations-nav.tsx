import { Link } from '@tanstack/react-router';
import { linkTabClass } from '../../components/tabs.tsx';
import styles from '../traces/traces-nav.module.css';

const PARTS = [
  { to: '/$entity/$project/weave/evaluations', title: 'Evaluations' },
  { to: '/$entity/$project/weave/leaderboards', title: 'Leaderboards' },
] as const;

/** The pages about evaluations of a project. */
export function EvaluationsNav(params: { readonly entity: string; readonly project: string }) {
  return (
    <nav aria-label="Pages about evaluations" className={styles.nav}>
      {PARTS.map(({ to, title }) => (
        <Link
          key={to}
          to={to}
          params={params}
          className={linkTabClass}
          activeOptions={{ includeSearch: false }}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}
