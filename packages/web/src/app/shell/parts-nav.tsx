import { Link, useMatchRoute, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { linkTabClass } from '../../components/tabs.tsx';
import { useSession } from '../../data/session.ts';
import styles from './parts-nav.module.css';

const PROJECT_PARTS = [
  { to: '/$entity/$project', title: 'Runs', isExact: true },
  // Pages of objects stand below the same address: those of traces tell by themselves that they are.
  { to: '/$entity/$project/weave', title: 'Traces', isExact: true },
  { to: '/$entity/$project/artifacts', title: 'Artifacts', isExact: false },
  { to: '/$entity/$project/weave/objects', title: 'Objects', isExact: false },
  { to: '/$entity/$project/automations', title: 'Automations', isExact: false },
] as const;

const TRACES = [
  '/$entity/$project/weave/calls/$call',
  '/$entity/$project/weave/threads',
  '/$entity/$project/weave/usage',
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
  const isTraces = TRACES.some((to) => matchRoute({ to, fuzzy: true }) !== false);
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
          aria-current={title === 'Traces' && isTraces ? 'page' : undefined}
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
