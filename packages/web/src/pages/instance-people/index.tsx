import type { UserView } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { formatPlural } from '../../components/format.ts';
import { SearchField } from '../../components/search-field.tsx';
import { Cell, HeadCell, Row, Table } from '../../components/table.tsx';
import { useToasts } from '../../components/toast.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useEndSessionsOf, usePeopleOfInstance } from '../../data/instance-people.ts';
import styles from './instance-people.module.css';
import { SignInLinkDialog } from './sign-in-link-dialog.tsx';

const route = getRouteApi('/settings/people');

/** Everybody who has an account here, for admins: letting somebody in who can't get in, and putting somebody out. */
export function InstancePeoplePage() {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const found = usePeopleOfInstance(q.trim());
  const [linked, setLinked] = useState<UserView | null>(null);
  const [ended, setEnded] = useState<UserView | null>(null);
  useTitle('People');
  if (found.data === undefined) {
    if (found.isPending) return <PagePending />;
    return <PageError error={found.error} onRetry={() => void found.refetch()} />;
  }
  const { people, hasMore } = found.data;
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>People</h1>
        <span className={page.spacer} />
        <SearchField
          value={q}
          onChange={(text) =>
            void navigate({ search: text === '' ? {} : { q: text }, replace: true })
          }
          label="Search people"
          placeholder="Name or email"
        />
      </div>
      <div className={styles.frame}>
        <Table label="People">
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell width="32%">Email</HeadCell>
              <HeadCell width="250px">
                <span className="visually-hidden">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <PersonRow
                key={person.username}
                person={person}
                onLink={() => setLinked(person)}
                onEnd={() => setEnded(person)}
              />
            ))}
          </tbody>
        </Table>
      </div>
      {people.length === 0 ? <p className={styles.note}>Nobody is called so.</p> : null}
      {hasMore ? (
        <p className={styles.note}>There are more: search by the beginning of a name or email.</p>
      ) : null}
      {linked === null ? null : (
        <SignInLinkDialog person={linked} onClose={() => setLinked(null)} />
      )}
      {ended === null ? null : <EndSessions person={ended} onClose={() => setEnded(null)} />}
    </div>
  );
}

function PersonRow({
  person: { username, displayName, email, isAdmin },
  onLink,
  onEnd,
}: {
  readonly person: UserView;
  readonly onLink: () => void;
  readonly onEnd: () => void;
}) {
  return (
    <Row>
      <Cell>
        <span className={styles.name}>
          <Avatar name={displayName || username} />
          <Link to="/$entity" params={{ entity: username }}>
            <Truncated text={displayName || username} />
          </Link>
          {isAdmin ? <Badge>Admin</Badge> : null}
        </span>
      </Cell>
      <Cell>
        <Truncated text={email ?? ''} />
      </Cell>
      <Cell align="end">
        <Button
          size="small"
          kind="quiet"
          aria-label={`Sign-in link for ${username}`}
          onClick={onLink}
        >
          Sign-in link
        </Button>
        <Button
          size="small"
          kind="quiet"
          aria-label={`End sessions of ${username}`}
          onClick={onEnd}
        >
          End sessions
        </Button>
      </Cell>
    </Row>
  );
}

function EndSessions({
  person: { username },
  onClose,
}: {
  readonly person: UserView;
  readonly onClose: () => void;
}) {
  const end = useEndSessionsOf();
  const toasts = useToasts();
  return (
    <ConfirmDialog
      isOpen
      title={`End all sessions of ${username}?`}
      confirm="End sessions"
      keep="Let them be"
      isBusy={end.isPending}
      onClose={onClose}
      onConfirm={() =>
        end.mutate(username, {
          onSuccess: (count) => {
            toasts.success(`${formatPlural(count, 'session')} ended`);
            onClose();
          },
          onError: (error) => toasts.failure('The sessions go on', error),
        })
      }
    >
      <p>
        All browsers in which <bdi>{username}</bdi> is signed in are signed out within seconds. API
        keys go on working.
      </p>
    </ConfirmDialog>
  );
}
