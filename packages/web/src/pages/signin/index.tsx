import { getRouteApi, useRouter } from '@tanstack/react-router';
import { LoaderCircle } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { safeNext } from '../../app/search-params.ts';
import { Logo } from '../../app/shell/logo.tsx';
import { useTitle } from '../../app/title.ts';
import { Button } from '../../components/button.tsx';
import { messageOf } from '../../components/error-state.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useSignIn } from '../../data/session.ts';
import styles from './signin.module.css';

const route = getRouteApi('/signin');

/** Signing in by password, or by the one-time link that the server prints. */
export function SignInPage() {
  useTitle('Sign in');
  const { token, next } = route.useSearch();
  const navigate = route.useNavigate();
  const router = useRouter();
  const signIn = useSignIn();
  const [isByLink, setByLink] = useState(token !== undefined);
  // A link works once: the effect may run twice.
  const redeemed = useRef<string | null>(null);

  const enter = async () => {
    router.history.replace(safeNext(next, location.origin));
    await router.invalidate();
  };
  const { mutate } = signIn;
  const enterRef = useRef(enter);
  enterRef.current = enter;
  useEffect(() => {
    if (token === undefined || redeemed.current === token) return;
    redeemed.current = token;
    setByLink(true);
    // Out of the address, the history and what is shared from it, before anything else.
    void navigate({ search: next === undefined ? {} : { next }, replace: true });
    mutate(
      { token },
      { onSuccess: () => void enterRef.current(), onError: () => setByLink(false) },
    );
  }, [token, next, navigate, mutate]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    mutate(
      { username: String(fields.get('username')), password: String(fields.get('password')) },
      { onSuccess: () => void enter() },
    );
  };

  return (
    <div className={styles.page}>
      <div className={styles.card}>
        <Logo size={36} />
        <h1 className={styles.title}>Sign in to Runloom</h1>
        {isByLink ? (
          <p className={styles.progress} role="status">
            <LoaderCircle aria-hidden />
            Signing you in
          </p>
        ) : (
          <form className={styles.form} onSubmit={submit}>
            {signIn.isError ? (
              <p className={styles.error} role="alert">
                {messageOf(signIn.error)}
              </p>
            ) : null}
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
            <Button type="submit" kind="primary" size="large" isBusy={signIn.isPending}>
              Sign in
            </Button>
          </form>
        )}
        <p className={styles.hint}>
          No password yet? Open the one-time link that the server prints when it starts, then set
          one in the settings.
        </p>
      </div>
    </div>
  );
}
