import { Link, useParams } from '@tanstack/react-router';
import { linkTabClass } from '../../components/tabs.tsx';
import styles from './project-nav.module.css';

const PARTS = [
  { to: '/$entity/$project', title: 'Runs', isExact: true },
  { to: '/$entity/$project/weave', title: 'Traces', isExact: false },
  { to: '/$entity/$project/artifacts', title: 'Artifacts', isExact: false },
  { to: '/$entity/$project/automations', title: 'Automations', isExact: false },
] as const;

/** The parts of the project that the reader is in. */
export function ProjectNav() {
  const { entity, project } = useParams({ strict: false });
  if (entity === undefined || project === undefined) return null;
  return (
    <nav aria-label="Parts of the project" className={styles.nav}>
      {PARTS.map(({ to, title, isExact }) => (
        <Link
          key={to}
          to={to}
          params={{ entity, project }}
          className={linkTabClass}
          activeOptions={{ exact: isExact, includeSearch: false }}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}
