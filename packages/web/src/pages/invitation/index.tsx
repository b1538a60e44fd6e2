import type { InvitationOffer } from '@runloom/model';
import { getRouteApi, Link, useNavigate, useRouter } from '@tanstack/react-router';
import { MailX } from 'lucide-react';
import type { FormEvent } from 'react';
import { Logo } from '../../app/shell/logo.tsx';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { Button, buttonClass } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { messageOf } from '../../components/error-state.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useSignOut } from '../../data/session.ts';
import { useAcceptInvitation, useInvitation } from '../../data/teams.ts';
import styles from '../signin/signin.module.css';

const route = getRouteApi('/invitations/$token');

/** What the link of an invitation opens: joining a team, with an account or without one. */
export function InvitationPage() {
  const { token } = route.useParams();
  const invitation = useInvitation(token);
  useTitle('Invitation');
  if (invitation.isPending) return <PagePending />;
  if (invitation.isError) {
    return (
      <EmptyState
        icon={<MailX aria-hidden />}
        title="This invitation can’t be used"
        heading="h1"
        action={
          <Link to="/" className={buttonClass()}>
            Go home
          </Link>
        }
      >
        {messageOf(invitation.error)}
      </EmptyState>
    );
  }
  const offer = invitation.data;
  return (
    <div className={styles.page}>
      <div className={styles.card}>
        <Logo size={36} />
        <h1 className={styles.title}>
          Join <bdi>{offer.team}</bdi>
        </h1>
        <p className={styles.hint}>
          <bdi>{offer.invitedBy}</bdi> invites <bdi>{offer.email}</bdi> as{' '}
          {offer.customRole ?? offer.role} of the team <bdi>{offer.team}</bdi>
          {offer.organization === null ? '' : ` of ${offer.organization}`}.
        </p>
        <Next token={token} offer={offer} />
      </div>
    </div>
  );
}

function Next({ token, offer }: { readonly token: string; readonly offer: InvitationOffer }) {
  switch (offer.next) {
    case 'join':
      return <Join token={token} team={offer.team} />;
    case 'create-account':
      return <CreateAccount token={token} email={offer.email} />;
    case 'sign-in':
      return (
        <>
          <p className={styles.hint}>{offer.email} has an account here. Sign in with it to join.</p>
          <Link
            to="/signin"
            search={{ next: `/invitations/${token}` }}
            className={buttonClass('primary')}
          >
            Sign in
          </Link>
        </>
      );
    case 'other-person':
      return <OtherPerson email={offer.email} />;
  }
}

function useEnter(): (team: string) => Promise<void> {
  const navigate = useNavigate();
  const router = useRouter();
  return async (team) => {
    await router.invalidate();
    await navigate({ to: '/$entity', params: { entity: team }, replace: true });
  };
}

function Join({ token, team }: { readonly token: string; readonly team: string }) {
  const accept = useAcceptInvitation(token);
  const enter = useEnter();
  return (
    <>
      {accept.isError ? (
        <p className={styles.error} role="alert">
          {messageOf(accept.error)}
        </p>
      ) : null}
      <Button
        kind="primary"
        size="large"
        isBusy={accept.isPending}
        onClick={() => accept.mutate({}, { onSuccess: () => void enter(team) })}
      >
        Join the team
      </Button>
    </>
  );
}

function CreateAccount({ token, email }: { readonly token: string; readonly email: string }) {
  const accept = useAcceptInvitation(token);
  const enter = useEnter();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const displayName = String(fields.get('displayName')).trim();
    accept.mutate(
      {
        username: String(fields.get('username')).trim(),
        password: String(fields.get('password')),
        ...(displayName === '' ? {} : { displayName }),
      },
      { onSuccess: ({ team }) => void enter(team) },
    );
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {accept.isError ? (
        <p className={styles.error} role="alert">
          {messageOf(accept.error)}
        </p>
      ) : null}
      <TextField label="Email" size="large" value={email} readOnly />
      <TextField
        label="Username"
        name="username"
        size="large"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={128}
        hint="Letters, digits, dots, dashes and underscores. Your personal projects get this name."
        required
        autoFocus
      />
      <TextField
        label="Your name"
        name="displayName"
        size="large"
        autoComplete="name"
        maxLength={256}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        size="large"
        autoComplete="new-password"
        minLength={12}
        hint="At least 12 characters."
        required
      />
      <Button type="submit" kind="primary" size="large" isBusy={accept.isPending}>
        Create account and join
      </Button>
    </form>
  );
}

function OtherPerson({ email }: { readonly email: string }) {
  const signOut = useSignOut();
  const router = useRouter();
  return (
    <>
      <p className={styles.hint}>
        You are signed in with another address. This invitation is for {email} alone.
      </p>
      <Button
        isBusy={signOut.isPending}
        onClick={() =>
          signOut.mutate(undefined, {
            onSuccess: () => {
              void router.invalidate();
              location.reload();
            },
          })
        }
      >
        Sign out
      </Button>
    </>
  );
}
