import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { messageOf } from '../../components/error-state.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useRequestAccess } from '../../data/teams.ts';
import styles from './request-access.module.css';

/** Asks whoever decides about an address to be let in; says the same whether anything is there. */
export function RequestAccess({
  entity,
  project,
}: {
  readonly entity: string;
  readonly project: string | null;
}) {
  const request = useRequestAccess();
  const [message, setMessage] = useState('');
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    request.mutate({ entity, project, message: message.trim() });
  };
  if (request.isSuccess) {
    return (
      <p role="status" className={styles.sent}>
        If there is something at this address, its admins see your request for 30 days. You are in
        once one of them lets you in.
      </p>
    );
  }
  return (
    <form className={styles.form} onSubmit={submit} aria-labelledby={id}>
      <p id={id}>Did somebody send you this address? Ask for access.</p>
      <TextField
        label="A word to those who decide"
        value={message}
        maxLength={1000}
        autoComplete="off"
        error={request.isError ? messageOf(request.error) : null}
        onChange={(event) => setMessage(event.target.value)}
      />
      <Button type="submit" isBusy={request.isPending}>
        Ask for access
      </Button>
    </form>
  );
}
