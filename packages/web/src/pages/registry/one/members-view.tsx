import type { ProjectRole, RegistryMember, RegistryView } from '@runloom/model';
import { Trash2, UserPlus, Users } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Avatar } from '../../../components/avatar.tsx';
import { Button } from '../../../components/button.tsx';
import { ErrorState, messageOf } from '../../../components/error-state.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { RoleSelect } from '../../../components/role-select.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../../components/table.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { usePutRegistryMember, useRegistryMembers } from '../../../data/registries.ts';
import styles from '../registry.module.css';
import members from './members-view.module.css';

const ROLES: readonly { readonly value: ProjectRole; readonly label: string }[] = [
  { value: 'viewer', label: 'Viewer: sees it' },
  { value: 'restricted_viewer', label: 'Restricted viewer: sees it' },
  { value: 'member', label: 'Member: links versions, gives aliases' },
  { value: 'admin', label: 'Admin: changes it, moves protected aliases' },
];
const KINDS = [
  { value: 'user', label: 'Person' },
  { value: 'team', label: 'Team' },
] as const;

/** Who has a role in a registry. */
export function MembersView({ registry }: { readonly registry: RegistryView }) {
  const address = { organization: registry.organization, registry: registry.name };
  const query = useRegistryMembers(address);
  const put = usePutRegistryMember(address);
  const toasts = useToasts();
  const { canManage } = registry;
  const set = ({ kind, name }: RegistryMember, role: ProjectRole | null) =>
    put.mutate(
      { kind, name, role },
      {
        onSuccess: () =>
          toasts.success(role === null ? `${name} has no role any more` : 'Role saved'),
        onError: (error) => toasts.failure('The role was not changed', error),
      },
    );
  return (
    <div className={styles.stack}>
      <p className={styles.note}>
        {registry.visibility === 'restricted'
          ? 'Only those listed here, and admins of the organization, know of this registry.'
          : 'Everyone in the organization sees this registry; a role listed here gives more.'}{' '}
        Admins of the organization are admins of all registries. Of several roles the highest
        counts.
      </p>
      {canManage ? <AddMember registry={registry} /> : null}
      {query.isPending ? <Skeleton lines={3} /> : null}
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.data?.length === 0 ? (
        <p className={styles.muted}>Nobody was given a role of their own yet.</p>
      ) : null}
      {query.data && query.data.length > 0 ? (
        <div className={styles.frame}>
          <Table label="Members">
            <thead>
              <tr>
                <HeadCell>Name</HeadCell>
                <HeadCell width="96px">Kind</HeadCell>
                <HeadCell width="300px">Role</HeadCell>
                <HeadCell width="56px">
                  <span className="visually-hidden">Actions</span>
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {query.data.map((member) => (
                <Row key={`${member.kind} ${member.name}`}>
                  <Cell>
                    <span className={members.name}>
                      <Avatar
                        name={member.name}
                        shape={member.kind === 'team' ? 'square' : 'round'}
                      />
                      <Truncated text={member.name} />
                    </span>
                  </Cell>
                  <Cell isMuted>{member.kind === 'team' ? 'Team' : 'Person'}</Cell>
                  <Cell>
                    {canManage ? (
                      <RoleSelect
                        label={`Role of ${member.name}`}
                        value={member.role}
                        choices={ROLES}
                        disabled={put.isPending}
                        onChange={(role) => set(member, role)}
                      />
                    ) : (
                      ROLES.find(({ value }) => value === member.role)?.label
                    )}
                  </Cell>
                  <Cell align="end">
                    {canManage ? (
                      <IconButton
                        size="small"
                        label={`Take the role of ${member.name} away`}
                        icon={<Trash2 aria-hidden />}
                        onClick={() => set(member, null)}
                      />
                    ) : null}
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        </div>
      ) : null}
    </div>
  );
}

function AddMember({ registry }: { readonly registry: RegistryView }) {
  const put = usePutRegistryMember({
    organization: registry.organization,
    registry: registry.name,
  });
  const [kind, setKind] = useState<'user' | 'team'>('user');
  const [name, setName] = useState('');
  const [role, setRole] = useState<ProjectRole>('member');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    put.mutate({ kind, name: name.trim(), role }, { onSuccess: () => setName('') });
  };
  return (
    <form className={members.add} onSubmit={submit}>
      <SelectField label="Kind" value={kind} choices={KINDS} onChange={setKind} />
      <TextField
        label="Name"
        value={name}
        maxLength={128}
        autoComplete="off"
        placeholder={kind === 'team' ? 'A team of the organization' : 'A user name'}
        error={put.isError ? messageOf(put.error) : null}
        onChange={(event) => setName(event.target.value)}
      />
      <SelectField label="Role" value={role} choices={ROLES} onChange={setRole} />
      <Button
        type="submit"
        kind="primary"
        isBusy={put.isPending}
        icon={kind === 'team' ? <Users aria-hidden /> : <UserPlus aria-hidden />}
      >
        Give role
      </Button>
    </form>
  );
}
