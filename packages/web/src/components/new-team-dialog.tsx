import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCreateTeam } from '../data/teams.ts';
import { FormDialog } from './form-dialog.tsx';
import { SelectField } from './select-field.tsx';
import { TextField } from './text-field.tsx';
import { useToasts } from './toast.tsx';

/** Makes a team and goes to its members. */
export function NewTeamDialog({
  organizations,
  onClose,
}: {
  /** Those that the reader manages, by name; none: the server finds or makes one. */
  readonly organizations: readonly string[];
  readonly onClose: () => void;
}) {
  const create = useCreateTeam();
  const navigate = useNavigate();
  const toasts = useToasts();
  const [name, setName] = useState('');
  const [organization, setOrganization] = useState(organizations[0]);
  return (
    <FormDialog
      title="New team"
      description="A team owns projects that its members share. You are its first admin."
      submit="Create team"
      isBusy={create.isPending}
      error={create.error}
      onClose={onClose}
      onSubmit={() => {
        const input = {
          name: name.trim(),
          ...(organization === undefined ? {} : { organization }),
        };
        create.mutate(input, {
          onSuccess: (team) => {
            toasts.success(`The team ${team.name} is there`);
            onClose();
            void navigate({
              to: '/$entity',
              params: { entity: team.name },
              search: { tab: 'members' },
            });
          },
        });
      }}
    >
      <TextField
        label="Name"
        value={name}
        maxLength={128}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        hint="Letters, digits, dots, dashes and underscores. It stands in the addresses of its projects."
        required
        autoFocus
        onChange={(event) => setName(event.target.value)}
      />
      {organizations.length > 1 && organization !== undefined ? (
        <SelectField
          label="Organization"
          value={organization}
          choices={organizations.map((value) => ({ value, label: value }))}
          onChange={setOrganization}
        />
      ) : null}
    </FormDialog>
  );
}
