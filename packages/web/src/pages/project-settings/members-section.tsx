import type { ProjectMemberView, Visibility } from '@runloom/model';
import { Trash2, UserPlus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { ErrorState, messageOf } from '../../components/error-state.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { roleChoices } from '../../components/role-names.ts';
import { RoleSelect } from '../../components/role-select.tsx';
import { type Choice, SelectField } from '../../components/select-field.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../components/table.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useToasts } from '../../components/toast.tsx';
import { Truncated } from '../../components/truncated.tsx';
import type { ProjectPlace } from '../../data/client.ts';
import { useProjectMembers, usePutProjectMember } from '../../data/project-settings.ts';
import styles from '../entity/members/members.module.css';
import { Section } from '../settings/section.tsx';
import own from './project-settings.module.css';

const KINDS = [
  { value: 'user', label: 'Person' },
  { value: 'team', label: 'Team' },
] as const;

/** Who was given a role in this project. */
export function ProjectMembers({
  place,
  visibility,
}: {
  readonly place: ProjectPlace;
  readonly visibility: Visibility;
}) {
  const members = useProjectMembers(place);
  const put = usePutProjectMember(place);
  const toasts = useToasts();
  const set = ({ kind, name }: ProjectMemberView, role: string | null) =>
    put.mutate(
      { kind, name, role },
      {
        onSuccess: () => toasts.success(role === null ? `${name} has no role any more` : 'Saved'),
        onError: (error) => toasts.failure('The role was not changed', error),
      },
    );
  const choices = roleChoices(members.data?.roles ?? []);
  return (
    <Section
      title="Roles in this project"
      description={
        visibility === 'restricted'
          ? 'Only those listed here see the project, beside who made it and the team’s admins.'
          : 'A role given to a person counts here instead of the one in the team, be it more or less. A role given to a team only adds.'
      }
    >
      <AddMember place={place} choices={choices} />
      {members.isPending ? <Skeleton lines={2} /> : null}
      {members.isError ? (
        <ErrorState error={members.error} onRetry={() => void members.refetch()} />
      ) : null}
      {members.data?.members.length === 0 ? (
        <p className={styles.note}>Nobody was given a role of their own yet.</p>
      ) : null}
      {members.data && members.data.members.length > 0 ? (
        <div className={styles.frame}>
          <Table label="Roles in this project">
            <thead>
              <tr>
                <HeadCell>Name</HeadCell>
                <HeadCell width="80px">Kind</HeadCell>
                <HeadCell width="260px">Role</HeadCell>
                <HeadCell width="56px">
                  <span className="visually-hidden">Actions</span>
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {members.data.members.map((member) => (
                <Row key={`${member.kind} ${member.name}`}>
                  <Cell>
                    <span className={styles.name}>
                      <Avatar
                        name={member.name}
                        shape={member.kind === 'team' ? 'square' : 'round'}
                      />
                      <Truncated text={member.name} />
                    </span>
                  </Cell>
                  <Cell isMuted>{member.kind === 'team' ? 'Team' : 'Person'}</Cell>
                  <Cell>
                    <RoleSelect
                      label={`Role of ${member.name}`}
                      value={member.role}
                      choices={choices}
                      disabled={put.isPending}
                      onChange={(role) => set(member, role)}
                    />
                  </Cell>
                  <Cell align="end">
                    <IconButton
                      size="small"
                      label={`Take the role of ${member.name} away`}
                      icon={<Trash2 aria-hidden />}
                      onClick={() => set(member, null)}
                    />
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        </div>
      ) : null}
    </Section>
  );
}

function AddMember({
  place,
  choices,
}: {
  readonly place: ProjectPlace;
  readonly choices: readonly Choice<string>[];
}) {
  const put = usePutProjectMember(place);
  const [kind, setKind] = useState<'user' | 'team'>('user');
  const [name, setName] = useState('');
  const [role, setRole] = useState('member');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    put.mutate({ kind, name: name.trim(), role }, { onSuccess: () => setName('') });
  };
  return (
    <form className={own.add} onSubmit={submit}>
      <SelectField label="Kind" value={kind} choices={KINDS} onChange={setKind} />
      <TextField
        label="Name"
        value={name}
        maxLength={128}
        autoComplete="off"
        placeholder={kind === 'team' ? 'A team of the organization' : 'A username'}
        error={put.isError ? messageOf(put.error) : null}
        onChange={(event) => setName(event.target.value)}
      />
      <SelectField label="Role" value={role} choices={choices} onChange={setRole} />
      <Button type="submit" kind="primary" isBusy={put.isPending} icon={<UserPlus aria-hidden />}>
        Give role
      </Button>
    </form>
  );
}
