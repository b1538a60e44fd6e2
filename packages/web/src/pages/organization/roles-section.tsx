import { type CustomRoleView, type OrganizationPage, Permission } from '@runloom/model';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { CheckField } from '../../components/check-field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { BASE_ROLES, PERMISSION_TEXT } from '../../components/role-names.ts';
import { SelectField } from '../../components/select-field.tsx';
import { Cell, HeadCell, Row, Table } from '../../components/table.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useToasts } from '../../components/toast.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useDeleteRole, usePutRole } from '../../data/organizations.ts';
import styles from '../entity/members/members.module.css';
import { Section } from '../settings/section.tsx';

const PERMISSIONS = Permission.options;
const NEW: CustomRoleView = { name: '', base: 'viewer', permissions: [] };

/** Roles that the organization made for its teams and projects. */
export function RolesSection({ organization }: { readonly organization: OrganizationPage }) {
  const [edited, setEdited] = useState<CustomRoleView | null>(null);
  const remove = useDeleteRole(organization.name);
  const toasts = useToasts();
  const canManage = organization.role === 'admin';
  return (
    <Section
      title="Roles"
      description="Beside viewer, member and admin: a base and what its holders may do besides. A change counts at once for everyone who holds the role."
    >
      {canManage ? (
        <div>
          <Button icon={<Plus aria-hidden />} onClick={() => setEdited(NEW)}>
            New role
          </Button>
        </div>
      ) : null}
      {organization.roles.length === 0 ? (
        <p className={styles.note}>There are no roles of its own yet.</p>
      ) : (
        <div className={styles.frame}>
          <Table label="Roles">
            <thead>
              <tr>
                <HeadCell width="24%">Name</HeadCell>
                <HeadCell width="90px">Base</HeadCell>
                <HeadCell>May also</HeadCell>
                <HeadCell width="150px">
                  <span className="visually-hidden">Actions</span>
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {organization.roles.map((role) => (
                <Row key={role.name}>
                  <Cell>
                    <Truncated text={role.name} />
                  </Cell>
                  <Cell isMuted>{role.base}</Cell>
                  <Cell isMuted>
                    <Truncated
                      text={role.permissions.map((one) => PERMISSION_TEXT[one]).join('; ') || '–'}
                    />
                  </Cell>
                  <Cell align="end">
                    {canManage ? (
                      <span className={styles.actions}>
                        <Button
                          size="small"
                          kind="quiet"
                          aria-label={`Change ${role.name}`}
                          onClick={() => setEdited(role)}
                        >
                          Change
                        </Button>
                        <Button
                          size="small"
                          kind="quiet"
                          aria-label={`Delete ${role.name}`}
                          onClick={() =>
                            remove.mutate(role.name, {
                              onSuccess: () =>
                                toasts.success(`Who held ${role.name} is a ${role.base} now`),
                              onError: (error) => toasts.failure('It was not deleted', error),
                            })
                          }
                        >
                          Delete
                        </Button>
                      </span>
                    ) : null}
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        </div>
      )}
      {edited === null ? null : (
        <RoleDialog
          organization={organization.name}
          role={edited}
          onClose={() => setEdited(null)}
        />
      )}
    </Section>
  );
}

function RoleDialog({
  organization,
  role,
  onClose,
}: {
  readonly organization: string;
  readonly role: CustomRoleView;
  readonly onClose: () => void;
}) {
  const [draft, setDraft] = useState(role);
  const put = usePutRole(organization);
  const isNew = role.name === '';
  const toggle = (permission: Permission, isOn: boolean) =>
    setDraft((before) => ({
      ...before,
      permissions: PERMISSIONS.filter((one) =>
        one === permission ? isOn : before.permissions.includes(one),
      ),
    }));
  return (
    <FormDialog
      title={isNew ? 'New role' : `Role ${role.name}`}
      submit={isNew ? 'Create role' : 'Save role'}
      isBusy={put.isPending}
      error={put.error}
      onClose={onClose}
      onSubmit={() =>
        put.mutate({ ...draft, name: draft.name.trim() }, { onSuccess: () => onClose() })
      }
    >
      <TextField
        label="Name"
        value={draft.name}
        maxLength={64}
        autoComplete="off"
        required
        readOnly={!isNew}
        onChange={(event) => setDraft({ ...draft, name: event.target.value })}
      />
      <SelectField
        label="Base"
        value={draft.base}
        choices={BASE_ROLES}
        onChange={(base) => setDraft({ ...draft, base })}
      />
      <fieldset className={styles.block}>
        <legend>May also</legend>
        {PERMISSIONS.map((permission) => (
          <CheckField
            key={permission}
            label={PERMISSION_TEXT[permission]}
            isChecked={draft.permissions.includes(permission)}
            onChange={(isOn) => toggle(permission, isOn)}
          />
        ))}
      </fieldset>
    </FormDialog>
  );
}
