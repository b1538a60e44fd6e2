import { safeNext } from '@runloom/model';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { KeyRound, LoaderCircle } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Logo } from '../../app/shell/logo.tsx';
import { useTitle } from '../../app/title.ts';
import { messageOf } from '../../components/error-state.tsx';
import { shownText } from '../../components/shown-text.ts';
import { RequestError } from '../../data/client.ts';
import { useSignIn } from '../../data/session.ts';
import { providerAddress, useSignInOptions } from '../../data/sign-in.ts';
import { faultSentence } from './faults.ts';
import { PasswordForm } from './password-form.tsx';
import styles from './signin.module.css';

const route = getRouteApi('/signin');

/** Signing in by another server, by password, or by a one-time link. */
export function SignInPage() {
  useTitle('Sign in');
  const { token, next, fault } = route.useSearch();
  const navigate = route.useNavigate();
  const router = useRouter();
  const signIn = useSignIn();
  const options = useSignInOptions();
  const [isByLink, setByLink] = useState(token !== undefined);
  // A link works once: the effect may run twice.
  const redeemed = useRef<string | null>(null);

  const enter = async () => {
    router.history.replace(safeNext(next));
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

  // While nothing is known yet, or the server is old, a password is what there is.
  const { password, providers } = options.data ?? { password: true, providers: [] };
  const problem = signIn.isError ? problemOf(signIn.error) : faultSentence(fault);
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
          <>
            {problem === null ? null : (
              <p className={styles.error} role="alert">
                {problem}
              </p>
            )}
            {providers.length > 0 ? (
              <ul className={styles.providers} aria-label="Other ways to sign in">
                {providers.map(({ name, label }) => (
                  <li key={name}>
                    <a className={styles.provider} href={providerAddress(name, safeNext(next))}>
                      <KeyRound aria-hidden />
                      <span>
                        Continue with <bdi>{shownText(label)}</bdi>
                      </span>
                    </a>
                  </li>
                ))}
              </ul>
            ) : null}
            {password && providers.length > 0 ? (
              <p className={styles.or}>
                <span>or</span>
              </p>
            ) : null}
            {password && !options.isPending ? (
              <PasswordForm
                isBusy={signIn.isPending}
                onSubmit={(input) => mutate(input, { onSuccess: () => void enter() })}
              />
            ) : null}
          </>
        )}
        <p className={styles.hint}>{hintOf(password, providers.length > 0)}</p>
      </div>
    </div>
  );
}

function problemOf(error: unknown): string {
  if (!(error instanceof RequestError) || error.status !== 429) return messageOf(error);
  const minutes = Math.ceil((error.retryAfterMs ?? 60_000) / 60_000);
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return `Too many attempts failed. Try again in ${wait}, or ask an administrator for a one-time link.`;
}

function hintOf(password: boolean, hasProviders: boolean): string {
  if (!password) return 'Passwords are switched off here. A one-time link still lets you in.';
  if (hasProviders) return 'Forgot your password? An administrator can give you a one-time link.';
  return 'No password yet, or forgotten? Open the one-time link that the server prints when it starts, or ask an administrator for one.';
}
