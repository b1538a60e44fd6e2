import { getRouteApi } from '@tanstack/react-router';
import { MailX } from 'lucide-react';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { messageOf } from '../../components/error-state.tsx';
import { useUnsubscribe, useUnsubscribeLink } from '../../data/notifications.ts';
import { KIND_NAMES } from './kinds.ts';
import styles from './notifications.module.css';

const route = getRouteApi('/notifications/unsubscribe');

/** Where the link in a mail leads: one press ends such mails, without signing in. */
export function UnsubscribePage() {
  const { token = '' } = route.useSearch();
  const link = useUnsubscribeLink(token);
  const unsubscribe = useUnsubscribe(token);
  useTitle('Unsubscribe');
  if (link.isPending) return <PagePending />;
  if (link.data === undefined) return <PageError error={link.error} />;
  const { username, kind } = link.data;
  if (unsubscribe.isSuccess) {
    return (
      <EmptyState icon={<MailX aria-hidden />} title="Done" heading="h1">
        {unsubscribe.variables ? 'No more e-mail' : 'No more e-mail of this kind'} goes to{' '}
        <bdi>{username}</bdi>. The notification settings bring it back.
      </EmptyState>
    );
  }
  return (
    <div className={page.page}>
      <EmptyState
        icon={<MailX aria-hidden />}
        title="No more mails like this?"
        heading="h1"
        action={
          <span className={styles.line}>
            <Button
              kind="primary"
              isBusy={unsubscribe.isPending}
              onClick={() => unsubscribe.mutate(false)}
            >
              End mails of this kind
            </Button>
            <Button onClick={() => unsubscribe.mutate(true)}>End all e-mail</Button>
          </span>
        }
      >
        It is about “{kind === null ? 'everything' : KIND_NAMES[kind]}”, sent to{' '}
        <bdi>{username}</bdi>.{unsubscribe.isError ? ` ${messageOf(unsubscribe.error)}` : ''}
      </EmptyState>
    </div>
  );
}
