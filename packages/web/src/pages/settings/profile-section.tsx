import { type FormEvent, useState } from 'react';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { DefinitionList } from '../../components/definition-list.tsx';
import { messageOf } from '../../components/error-state.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useToasts } from '../../components/toast.tsx';
import { useSession } from '../../data/session.ts';
import { useSetDisplayName } from '../../data/teams.ts';
import styles from './section.module.css';
import { Section } from './section.tsx';

/** Who is signed in, as the instance's admin has set it. */
export function ProfileSection() {
  const { data: session } = useSession();
  const user = session?.user;
  return (
    <Section
      title="Profile"
      description="Your name is what others see. The email is set by an admin of this instance, or by the invitation that you came by."
    >
      {user ? <NameForm key={user.displayName} name={user.displayName || user.username} /> : null}
      {user ? (
        <DefinitionList
          entries={[
            { term: 'Username', value: user.username },
            { term: 'Email', value: user.email ?? 'Not set' },
            {
              term: 'Role',
              value: user.isAdmin ? <Badge tone="accent">Instance admin</Badge> : 'Member',
            },
            {
              term: 'Teams',
              value:
                session.entities
                  .filter(({ kind }) => kind === 'team')
                  .map(({ name }) => name)
                  .join(', ') || 'None',
            },
            { term: 'Server', value: `Runloom ${session.version} at ${session.baseUrl}` },
          ]}
        />
      ) : (
        <Skeleton lines={4} />
      )}
    </Section>
  );
}

function NameForm({ name }: { readonly name: string }) {
  const save = useSetDisplayName();
  const toasts = useToasts();
  const [draft, setDraft] = useState(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(draft.trim(), { onSuccess: () => toasts.success('Name saved') });
  };
  return (
    <form className={styles.inline} onSubmit={submit}>
      <TextField
        label="Name"
        value={draft}
        maxLength={256}
        autoComplete="name"
        required
        error={save.isError ? messageOf(save.error) : null}
        onChange={(event) => setDraft(event.target.value)}
      />
      <Button
        type="submit"
        isBusy={save.isPending}
        disabled={draft.trim() === '' || draft.trim() === name}
      >
        Save name
      </Button>
    </form>
  );
}
