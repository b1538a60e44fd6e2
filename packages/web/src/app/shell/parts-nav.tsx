import { Link, useMatches, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { linkTabClass } from '../../components/tabs.tsx';
import { useSession } from '../../data/session.ts';
import type { PagePart } from '../routes/page-part.ts';
import styles from './parts-nav.module.css';

const PROJECT_PARTS = [
  { to: '/$entity/$project', title: 'Runs' },
  { to: '/$entity/$project/weave', title: 'Traces' },
  { to: '/$entity/$project/weave/evaluations', title: 'Evaluations' },
  { to: '/$entity/$project/artifacts', title: 'Artifacts' },
  { to: '/$entity/$project/weave/objects', title: 'Objects' },
  { to: '/$entity/$project/reports', title: 'Reports' },
  { to: '/$entity/$project/automations', title: 'Automations' },
  { to: '/$entity/$project/settings', title: 'Settings' },
] as const;

const HOME_PARTS = [
  { to: '/', title: 'Projects' },
  { to: '/registry', title: 'Registry' },
  { to: '/automations', title: 'Automations' },
] as const;

const ONLY_ITSELF = { exact: true, includeSearch: false } as const;

/** The parts of the project that the reader is in; outside of projects, those of the whole. */
export function PartsNav() {
  const { entity, project } = useParams({ strict: false });
  const part = usePart();
  if (entity === undefined) return <HomeNav />;
  if (project === undefined) return null;
  return (
    <Parts label="Parts of the project">
      {PROJECT_PARTS.map(({ to, title }) => (
        <Link
          key={to}
          to={to}
          params={{ entity, project }}
          className={linkTabClass}
          activeOptions={ONLY_ITSELF}
          aria-current={title === part ? 'page' : undefined}
        >
          {title}
        </Link>
      ))}
    </Parts>
  );
}

/** What the open page says, or the nearest page above it that says something. */
const usePart = (): PagePart | undefined =>
  useMatches({
    select: (matches) => matches.findLast(({ staticData }) => staticData.part)?.staticData.part,
  });

function HomeNav() {
  const { data: session } = useSession();
  const part = usePart();
  if (!session?.user) return null;
  return (
    <Parts label="Parts of Runloom">
      {HOME_PARTS.map(({ to, title }) => (
        <Link
          key={to}
          to={to}
          className={linkTabClass}
          activeOptions={ONLY_ITSELF}
          aria-current={title === part ? 'page' : undefined}
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
