import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { messageOf } from '../../components/error-state.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useToasts } from '../../components/toast.tsx';
import { useChangePassword, useSession } from '../../data/session.ts';
import styles from './password-section.module.css';
import { Section } from './section.tsx';

/** As the server asks for. */
const SHORTEST = 12;

/** Setting or changing the password. */
export function PasswordSection() {
  const { data: session } = useSession();
  const change = useChangePassword();
  const toasts = useToasts();
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const isDifferent = again !== '' && again !== next;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (next !== again) return;
    const form = event.currentTarget;
    const current = String(new FormData(form).get('current'));
    change.mutate(
      { current: current === '' ? null : current, next },
      {
        onSuccess: () => {
          form.reset();
          setNext('');
          setAgain('');
          toasts.success('Password changed');
        },
      },
    );
  };
  return (
    <Section
      title="Password"
      description={`For signing in to these pages. At least ${SHORTEST} characters. Your other sessions end when it changes.`}
    >
      <form className={styles.form} onSubmit={submit}>
        {/* Tells password managers whose password this is. */}
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={session?.user?.username ?? ''}
          readOnly
          hidden
        />
        <TextField
          label="Current password"
          name="current"
          type="password"
          autoComplete="current-password"
          hint="Leave it empty if you have none yet, or came in by a one-time link just now."
          error={change.isError ? messageOf(change.error) : null}
        />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          minLength={SHORTEST}
          required
          value={next}
          onChange={(event) => setNext(event.target.value)}
        />
        <TextField
          label="New password again"
          type="password"
          autoComplete="new-password"
          required
          value={again}
          onChange={(event) => setAgain(event.target.value)}
          error={isDifferent ? 'This is not the same as above.' : null}
        />
        <Button type="submit" className={styles.submit} isBusy={change.isPending}>
          Change password
        </Button>
      </form>
    </Section>
  );
}
