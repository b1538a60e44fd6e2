import type { FormEvent } from 'react';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/text-field.tsx';
import styles from './signin.module.css';

/** Name and password. */
export function PasswordForm({
  isBusy,
  onSubmit,
}: {
  readonly isBusy: boolean;
  readonly onSubmit: (input: { username: string; password: string }) => void;
}) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    onSubmit({
      username: String(fields.get('username')),
      password: String(fields.get('password')),
    });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextField
        label="Username"
        name="username"
        size="large"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        size="large"
        autoComplete="current-password"
        required
      />
      <Button type="submit" kind="primary" size="large" isBusy={isBusy}>
        Sign in
      </Button>
    </form>
  );
}
