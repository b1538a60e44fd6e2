import type { TeamPage } from '@runloom/model';
import { UserPlus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { CopyField } from '../../../components/copy-field.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import { roleChoices } from '../../../components/role-names.ts';
import { SelectField } from '../../../components/select-field.tsx';
import { ShownOnce } from '../../../components/shown-once.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { useInvite } from '../../../data/teams.ts';
import styles from './members.module.css';

/** Asks someone into the team, by user name or e-mail. */
export function InviteForm({ team }: { readonly team: TeamPage }) {
  const invite = useInvite(team.name);
  const [who, setWho] = useState('');
  const [role, setRole] = useState('member');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = who.trim();
    if (wanted === '') return;
    const input = wanted.includes('@') ? { email: wanted, role } : { username: wanted, role };
    invite.mutate(input, { onSuccess: () => setWho('') });
  };
  return (
    <section className={styles.block} aria-label="Invite">
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label="Invite by email or username"
          value={who}
          maxLength={254}
          autoComplete="off"
          spellCheck={false}
          hint="Colleagues join at once; for another address you get a link to send."
          error={invite.isError ? messageOf(invite.error) : null}
          onChange={(event) => setWho(event.target.value)}
        />
        <SelectField
          label="Role"
          value={role}
          choices={roleChoices(team.roles)}
          onChange={setRole}
        />
        <Button
          type="submit"
          kind="primary"
          isBusy={invite.isPending}
          icon={<UserPlus aria-hidden />}
        >
          Invite
        </Button>
      </form>
      {invite.data ? <Told invited={invite.data} /> : null}
    </section>
  );
}

/** What came of it; the link is told this once. */
export function Told({
  invited,
}: {
  readonly invited: {
    readonly member: string | null;
    readonly invitation: { readonly email: string } | null;
    readonly link: string | null;
  };
}) {
  if (invited.member !== null) {
    return (
      <ShownOnce>
        <p>
          <bdi>{invited.member}</bdi> is in the team now.
        </p>
      </ShownOnce>
    );
  }
  return (
    <ShownOnce>
      <p>
        <strong>Send this link to {invited.invitation?.email}.</strong> It works once, for this
        address, for 7 days, and can’t be shown again; “New link” replaces it.
      </p>
      {invited.link === null ? null : <CopyField label="Invitation link" text={invited.link} />}
    </ShownOnce>
  );
}
