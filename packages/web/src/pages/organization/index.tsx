import { type OrganizationPage as OrganizationView, Visibility } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { CheckField } from '../../components/check-field.tsx';
import { NewTeamDialog } from '../../components/new-team-dialog.tsx';
import { VISIBILITY_TEXT } from '../../components/role-names.ts';
import { RoleSelect } from '../../components/role-select.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Cell, HeadCell, Row, Table } from '../../components/table.tsx';
import { useToasts } from '../../components/toast.tsx';
import { Truncated } from '../../components/truncated.tsx';
import {
  useChangeOrganization,
  useOrganization,
  useSetOrganizationRole,
} from '../../data/organizations.ts';
import styles from '../entity/members/members.module.css';
import { Section } from '../settings/section.tsx';
import { RolesSection } from './roles-section.tsx';

const route = getRouteApi('/orgs/$organization');

const VISIBILITIES = Visibility.options.map((value) => ({
  value,
  label: VISIBILITY_TEXT[value].name,
}));
const ROLES = [
  { value: 'viewer', label: 'Viewer' },
  { value: 'member', label: 'Member' },
  { value: 'admin', label: 'Admin of the organization' },
] as const;

/** An organization: its teams, who sees what is new, its people and its roles. */
export function OrganizationPage() {
  const { organization: name } = route.useParams();
  const organization = useOrganization(name);
  const [isTeamOpen, setTeamOpen] = useState(false);
  useTitle(name);
  if (organization.data === undefined) {
    if (organization.isPending) return <PagePending />;
    return <PageError error={organization.error} onRetry={() => void organization.refetch()} />;
  }
  const { role, teams } = organization.data;
  return (
    <div className={page.page}>
      <div className={page.head}>
        <Avatar name={name} shape="square" size="large" />
        <div className={styles.names}>
          <h1 className={page.title}>
            <Truncated text={organization.data.name} />
          </h1>
          <p className={styles.note}>
            Organization · you are {role === 'admin' ? 'an admin' : `a ${role}`}
          </p>
        </div>
      </div>
      <Section title="Teams" description="Those that you may see. Projects belong to teams.">
        {teams.length === 0 ? <p className={styles.note}>You are in none of its teams.</p> : null}
        <ul>
          {teams.map((team) => (
            <li key={team.name}>
              <Link to="/$entity" params={{ entity: team.name }}>
                {team.name}
              </Link>
            </li>
          ))}
        </ul>
        <Link to="/orgs/$organization/registry" params={{ organization: name }}>
          Registries of {name}
        </Link>
        {role === 'admin' ? (
          <div>
            <Button onClick={() => setTeamOpen(true)}>New team</Button>
          </div>
        ) : null}
        {isTeamOpen ? (
          <NewTeamDialog organizations={[name]} onClose={() => setTeamOpen(false)} />
        ) : null}
      </Section>
      <Audience organization={organization.data} />
      <People organization={organization.data} />
      <RolesSection organization={organization.data} />
    </div>
  );
}

function Audience({ organization }: { readonly organization: OrganizationView }) {
  const { name, defaultVisibility, allowsPublic, role } = organization;
  const change = useChangeOrganization(name);
  const toasts = useToasts();
  const canManage = role === 'admin';
  const done = {
    onSuccess: () => toasts.success('Saved'),
    onError: (error: unknown) => toasts.failure('It was not changed', error),
  };
  return (
    <Section
      title="New projects"
      description="Who sees a project of a team for which nothing else is said. Projects that are there stay as they are."
    >
      <SelectField
        label="Visibility"
        value={defaultVisibility}
        choices={VISIBILITIES.filter(({ value }) => allowsPublic || value !== 'public')}
        hint={VISIBILITY_TEXT[defaultVisibility].meaning}
        disabled={!canManage || change.isPending}
        onChange={(next) => change.mutate({ defaultVisibility: next }, done)}
      />
      <CheckField
        label="Projects may be public"
        hint="Taken away, no project can be made public any more; those that are public stay so until somebody changes them."
        isChecked={allowsPublic}
        isDisabled={!canManage || change.isPending}
        onChange={(next) => change.mutate({ allowsPublic: next }, done)}
      />
    </Section>
  );
}

function People({ organization }: { readonly organization: OrganizationView }) {
  const { name, members, role } = organization;
  const set = useSetOrganizationRole(name);
  const toasts = useToasts();
  const canManage = role === 'admin';
  const change = (username: string, next: string | null) =>
    set.mutate(
      { username, role: next },
      {
        onSuccess: () => toasts.success(next === null ? `${username} was removed` : 'Role saved'),
        onError: (error) => toasts.failure('Nothing was changed', error),
      },
    );
  return (
    <Section
      title="People"
      description="Who is in a team is in the organization, too. Its admins are admins of all its teams. Who is removed leaves all teams at once."
    >
      <div className={styles.frame}>
        <Table label="People">
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell width="230px">Role</HeadCell>
              {canManage ? (
                <HeadCell width="96px">
                  <span className="visually-hidden">Actions</span>
                </HeadCell>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <Row key={member.username}>
                <Cell>
                  <span className={styles.name}>
                    <Avatar name={member.displayName || member.username} />
                    <Link to="/$entity" params={{ entity: member.username }}>
                      <Truncated text={member.displayName || member.username} />
                    </Link>
                  </span>
                </Cell>
                <Cell>
                  {canManage ? (
                    <RoleSelect
                      label={`Role of ${member.username}`}
                      value={member.role}
                      choices={ROLES}
                      disabled={set.isPending}
                      onChange={(next) => change(member.username, next)}
                    />
                  ) : (
                    member.role
                  )}
                </Cell>
                {canManage ? (
                  <Cell align="end">
                    <Button
                      size="small"
                      kind="quiet"
                      aria-label={`Remove ${member.username}`}
                      onClick={() => change(member.username, null)}
                    >
                      Remove
                    </Button>
                  </Cell>
                ) : null}
              </Row>
            ))}
          </tbody>
        </Table>
      </div>
    </Section>
  );
}
