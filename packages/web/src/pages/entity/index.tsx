import type { EntityView } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { Avatar } from '../../components/avatar.tsx';
import { classNames } from '../../components/class-names.ts';
import { ProjectsList } from '../../components/projects-list.tsx';
import { QuickStart } from '../../components/quick-start.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useEntity, useProjects } from '../../data/projects.ts';
import { useSession } from '../../data/session.ts';
import styles from './entity.module.css';

const route = getRouteApi('/$entity');

/** A user's or team's projects. */
export function EntityPage() {
  const { entity: name } = route.useParams();
  const { q, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const entity = useEntity(name);
  const projects = useProjects(name);
  const { data: session } = useSession();
  useTitle(name);

  const error = entity.error ?? projects.error;
  if (entity.data === undefined || projects.data === undefined) {
    if (error === null) return <PagePending />;
    const retry = () => {
      void entity.refetch();
      void projects.refetch();
    };
    return <PageError error={error} onRetry={retry} />;
  }
  const { kind, organization, role } = entity.data;
  const canLog = session?.entities.some(
    (own) => own.name === name && (own.role !== 'viewer' || own.kind === 'user'),
  );
  return (
    <div className={classNames(page.page, page.fill)}>
      <div className={page.head}>
        <Avatar name={name} shape={kind === 'team' ? 'square' : 'round'} size="large" />
        <div className={styles.names}>
          <h1 className={page.title}>
            <Truncated text={name} />
          </h1>
          <p className={styles.detail}>
            {describe(kind, organization, role, session?.user?.username === name)}
          </p>
        </div>
      </div>
      {kind === 'organization' && organization !== null ? (
        <p>
          <Link to="/orgs/$organization/registry" params={{ organization }}>
            Registries of {organization}
          </Link>
        </p>
      ) : projects.data.length > 0 ? (
        <ProjectsList
          projects={projects.data}
          search={q ?? ''}
          sort={sort}
          showsEntity={false}
          onChange={(change) =>
            void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
          }
        />
      ) : (
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
      )}
    </div>
  );
}

function describe(
  kind: EntityView['kind'],
  organization: string | null,
  role: string,
  isReader: boolean,
): string {
  if (kind === 'user') return isReader ? 'Your personal projects' : 'Personal projects';
  if (kind === 'organization') return `Registries of ${organization ?? 'an organization'}`;
  const team = organization === null ? 'Team' : `Team of ${organization}`;
  return `${team} · you are ${role === 'admin' ? 'an admin' : `a ${role}`}`;
}
