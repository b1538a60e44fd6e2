import { getRouteApi, Link } from '@tanstack/react-router';
import { Bell, BellOff, Check, CheckCheck, Settings } from 'lucide-react';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { Button, buttonClass } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { NotificationRow } from '../../components/notification-row.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useToasts } from '../../components/toast.tsx';
import {
  useMarkNotifications,
  useMuteProject,
  useNotifications,
} from '../../data/notifications.ts';
import styles from './notifications.module.css';

const route = getRouteApi('/notifications');

/** Everything that the reader was told, newest first. */
export function NotificationsPage() {
  const { show = 'all' } = route.useSearch();
  const navigate = route.useNavigate();
  const told = useNotifications(show === 'unread');
  const mark = useMarkNotifications();
  const mute = useMuteProject();
  const toasts = useToasts();
  useTitle('Notifications');

  if (told.isPending) return <PagePending />;
  if (told.data === undefined) {
    return <PageError error={told.error} onRetry={() => void told.refetch()} />;
  }
  const shown = told.data.pages.flatMap(({ notifications }) => notifications);
  const unread = told.data.pages[0]?.unread ?? 0;
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>Notifications</h1>
        <span className={page.spacer} />
        <Segmented
          label="Which to show"
          value={show === 'unread' ? 'unread' : 'all'}
          choices={[
            { value: 'all', label: 'All' },
            { value: 'unread', label: unread === 0 ? 'Unread' : `Unread (${unread})` },
          ]}
          onChange={(next) =>
            void navigate({ search: next === 'all' ? {} : { show: next }, replace: true })
          }
        />
        <Button
          icon={<CheckCheck aria-hidden />}
          disabled={unread === 0}
          onClick={() => mark.mutate({ all: true })}
        >
          Mark all as read
        </Button>
        <Link to="/notifications/settings" className={buttonClass()}>
          <Settings aria-hidden />
          Choose
        </Link>
      </div>
      {shown.length === 0 ? (
        <EmptyState
          icon={<Bell aria-hidden />}
          title={show === 'unread' ? 'Nothing is unread' : 'Nothing yet'}
        >
          Mentions, answers, runs that end, alerts and requests show up here.
        </EmptyState>
      ) : (
        <ul className={styles.list} aria-label="Notifications">
          {shown.map((notification) => {
            const { id, isRead, place } = notification;
            return (
              <li key={id} className={styles.item}>
                <NotificationRow
                  notification={notification}
                  onOpen={() => mark.mutate({ ids: [id], isRead: true })}
                />
                <span className={styles.actions}>
                  <IconButton
                    size="small"
                    label={isRead ? 'Mark as unread' : 'Mark as read'}
                    icon={isRead ? <Bell aria-hidden /> : <Check aria-hidden />}
                    onClick={() => mark.mutate({ ids: [id], isRead: !isRead })}
                  />
                  {place === '' ? null : (
                    <IconButton
                      size="small"
                      label={`Mute ${place}`}
                      icon={<BellOff aria-hidden />}
                      onClick={() =>
                        mute.mutate(
                          { place, isMuted: true },
                          {
                            onSuccess: () =>
                              toasts.success(
                                `${place} is muted`,
                                'The settings give it back its voice.',
                              ),
                            onError: (error) => toasts.failure('It could not be muted', error),
                          },
                        )
                      }
                    />
                  )}
                </span>
              </li>
            );
          })}
        </ul>
      )}
      {told.hasNextPage ? (
        <Button isBusy={told.isFetchingNextPage} onClick={() => void told.fetchNextPage()}>
          Older ones
        </Button>
      ) : null}
    </div>
  );
}
