import type { ProjectView } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ProjectsList } from '../../components/projects-list.tsx';
import { QuickStart } from '../../components/quick-start.tsx';
import styles from './entity.module.css';

const route = getRouteApi('/$entity');

/** Projects of a user or team; of what an organization owns its registries. */
export function ProjectsTab({
  name,
  organization,
  projects,
  canLog,
}: {
  readonly name: string;
  /** Null unless it is what an organization owns its registries by. */
  readonly organization: string | null;
  readonly projects: readonly ProjectView[];
  readonly canLog: boolean;
}) {
  const { q, sort } = route.useSearch();
  const navigate = route.useNavigate();
  if (organization !== null) {
    return (
      <p>
        <Link to="/orgs/$organization/registry" params={{ organization }}>
          Registries of {organization}
        </Link>
      </p>
    );
  }
  if (projects.length > 0) {
    return (
      <ProjectsList
        projects={projects}
        search={q ?? ''}
        sort={sort}
        showsEntity={false}
        onChange={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
        }
      />
    );
  }
  return (
    <section className={styles.empty} aria-label="No projects yet">
      <div>
        <h2>No projects yet</h2>
        <p className={styles.detail}>
          {canLog
            ? 'A project is made by the first run that is logged to it.'
            : 'Nothing here is shared with you so far.'}
        </p>
      </div>
      {canLog ? <QuickStart entity={name} /> : null}
    </section>
  );
}
