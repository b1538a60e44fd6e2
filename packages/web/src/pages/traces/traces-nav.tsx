import { Link } from '@tanstack/react-router';
import { linkTabClass } from '../../components/tabs.tsx';
import styles from './traces-nav.module.css';

const PARTS = [
  { to: '/$entity/$project/weave', title: 'Traces' },
  { to: '/$entity/$project/weave/threads', title: 'Threads' },
  { to: '/$entity/$project/weave/usage', title: 'Usage' },
  { to: '/$entity/$project/weave/annotations', title: 'Annotation' },
] as const;

/** The pages about calls of a project. */
export function TracesNav(params: { readonly entity: string; readonly project: string }) {
  return (
    <nav aria-label="Pages about traces" className={styles.nav}>
      {PARTS.map(({ to, title }) => (
        <Link
          key={to}
          to={to}
          params={params}
          className={linkTabClass}
          activeOptions={{ exact: title === 'Traces', includeSearch: false }}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}
