import { Link, useMatchRoute, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { linkTabClass } from '../../components/tabs.tsx';
import { useSession } from '../../data/session.ts';
import styles from './parts-nav.module.css';

const PROJECT_PARTS = [
  { to: '/$entity/$project', title: 'Runs', isExact: true },
  // Pages of objects stand below the same address: those of traces tell by themselves that they are.
  { to: '/$entity/$project/weave', title: 'Traces', isExact: true },
  { to: '/$entity/$project/weave/evaluations', title: 'Evaluations', isExact: false },
  { to: '/$entity/$project/artifacts', title: 'Artifacts', isExact: false },
  { to: '/$entity/$project/weave/objects', title: 'Objects', isExact: false },
  { to: '/$entity/$project/automations', title: 'Automations', isExact: false },
] as const;

/** Pages that stand elsewhere than below the address of their part. */
const ELSEWHERE = [
  { part: 'Traces', to: '/$entity/$project/weave/calls/$call' },
  { part: 'Traces', to: '/$entity/$project/weave/threads' },
  { part: 'Traces', to: '/$entity/$project/weave/usage' },
  { part: 'Evaluations', to: '/$entity/$project/weave/compare-evaluations' },
  { part: 'Evaluations', to: '/$entity/$project/weave/leaderboards' },
  { part: 'Objects', to: '/$entity/$project/weave/ops' },
] as const;

const HOME_PARTS = [
  { to: '/', title: 'Projects', also: null },
  { to: '/registry', title: 'Registry', also: '/orgs/$organization/registry' },
  { to: '/automations', title: 'Automations', also: null },
] as const;

/** The parts of the project that the reader is in; outside of projects, those of the whole. */
export function PartsNav() {
  const { entity, project } = useParams({ strict: false });
  const matchRoute = useMatchRoute();
  const part = ELSEWHERE.find(({ to }) => matchRoute({ to, fuzzy: true }) !== false)?.part;
  if (entity === undefined) return <HomeNav />;
  if (project === undefined) return null;
  return (
    <Parts label="Parts of the project">
      {PROJECT_PARTS.map(({ to, title, isExact }) => (
        <Link
          key={to}
          to={to}
          params={{ entity, project }}
          className={linkTabClass}
          activeOptions={{ exact: isExact, includeSearch: false }}
          aria-current={title === part ? 'page' : undefined}
        >
          {title}
        </Link>
      ))}
    </Parts>
  );
}

function HomeNav() {
  const { data: session } = useSession();
  const matchRoute = useMatchRoute();
  if (!session?.user) return null;
  return (
    <Parts label="Parts of Runloom">
      {HOME_PARTS.map(({ to, title, also }) => (
        <Link
          key={to}
          to={to}
          className={linkTabClass}
          activeOptions={{ exact: true, includeSearch: false }}
          aria-current={
            also !== null && matchRoute({ to: also, fuzzy: true }) !== false ? 'page' : undefined
          }
        >
          {title}
        </Link>
      ))}
    </Parts>
  );
}

function Parts({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <nav aria-label={label} className={styles.nav}>
      {children}
    </nav>
  );
}
