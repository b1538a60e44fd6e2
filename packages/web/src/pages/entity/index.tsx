import type { EntityView } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { Avatar } from '../../components/avatar.tsx';
import { classNames } from '../../components/class-names.ts';
import { LinkTabs, linkTabClass } from '../../components/tabs.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useEntity, useProjects } from '../../data/projects.ts';
import { useSession } from '../../data/session.ts';
import { usePerson } from '../../data/teams.ts';
import { ActivityTab } from './activity-tab.tsx';
import styles from './entity.module.css';
import { MembersTab } from './members/members-tab.tsx';
import { ProjectsTab } from './projects-tab.tsx';
import { RequestsTab } from './requests-tab.tsx';

const route = getRouteApi('/$entity');

const TABS = [
  { tab: undefined, title: 'Projects' },
  { tab: 'members', title: 'Members' },
  { tab: 'activity', title: 'Activity' },
  { tab: 'requests', title: 'Access requests' },
] as const;

/** A user or team: projects, what was done last, and of a team who belongs to it. */
export function EntityPage() {
  const { entity: name } = route.useParams();
  const { tab } = route.useSearch();
  const entity = useEntity(name);
  const projects = useProjects(name);
  const { data: session } = useSession();
  const isPerson = entity.data?.kind === 'user';
  const person = usePerson(name, isPerson && session?.user != null);
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
  const isReader = session?.user?.username === name;
  const own = session?.entities.find((one) => one.name === name);
  const isInside = own !== undefined;
  const tabs = TABS.filter((one) => {
    if (kind === 'organization') return false;
    if (one.tab === 'members') return kind === 'team' && isInside;
    if (one.tab === 'requests') return own?.role === 'admin';
    return true;
  });
  const shown = tabs.find((one) => one.tab === tab)?.tab;
  return (
    <div className={classNames(page.page, shown === undefined && page.fill)}>
      <div className={page.head}>
        <Avatar name={name} shape={kind === 'team' ? 'square' : 'round'} size="large" />
        <div className={styles.names}>
          <h1 className={page.title}>
            <Truncated text={person.data?.displayName || name} />
          </h1>
          <p className={styles.detail}>
            <Description view={entity.data} isReader={isReader} isInside={isInside} role={role} />
          </p>
        </div>
      </div>
      {tabs.length > 1 ? (
        <LinkTabs label={`Parts of ${name}`}>
          {tabs.map((one) => (
            <Link
              key={one.title}
              to="/$entity"
              params={{ entity: name }}
              search={one.tab === undefined ? {} : { tab: one.tab }}
              className={linkTabClass}
              activeOptions={{ exact: true, includeSearch: true }}
              aria-current={one.tab === shown ? 'page' : undefined}
            >
              {one.title}
            </Link>
          ))}
        </LinkTabs>
      ) : null}
      {shown === 'members' ? <MembersTab team={name} /> : null}
      {shown === 'activity' ? (
        <ActivityTab of={isPerson && person.data ? { username: name } : { entity: name }} />
      ) : null}
      {shown === 'requests' ? <RequestsTab entity={name} /> : null}
      {shown === undefined ? (
        <>
          {person.data && !isReader ? <Shared teams={person.data.teams} /> : null}
          <ProjectsTab
            name={name}
            organization={kind === 'organization' ? organization : null}
            projects={projects.data}
            canLog={own !== undefined && (own.role !== 'viewer' || own.kind === 'user')}
          />
        </>
      ) : null}
    </div>
  );
}

/** Teams that the reader sees a person in. */
function Shared({ teams }: { readonly teams: readonly string[] }) {
  if (teams.length === 0) return null;
  return (
    <p className={styles.detail}>
      In {teams.length === 1 ? 'the team' : 'the teams'}{' '}
      {teams.map((team, index) => (
        <span key={team}>
          {index > 0 ? ', ' : ''}
          <Link to="/$entity" params={{ entity: team }}>
            {team}
          </Link>
        </span>
      ))}
    </p>
  );
}

function Description({
  view: { kind, organization },
  isReader,
  isInside,
  role,
}: {
  readonly view: EntityView;
  readonly isReader: boolean;
  readonly isInside: boolean;
  readonly role: string;
}) {
  if (kind === 'user') return isReader ? 'Your profile and personal projects' : 'Personal projects';
  if (kind === 'organization') return `Registries of ${organization ?? 'an organization'}`;
  if (!isInside) return 'A team; you see what it shares with you';
  const standing = `you are ${role === 'admin' ? 'an admin' : `a ${role}`}`;
  if (organization === null) return `Team · ${standing}`;
  return (
    <>
      Team of{' '}
      <Link to="/orgs/$organization" params={{ organization }}>
        {organization}
      </Link>{' '}
      · {standing}
    </>
  );
}
