import { Popover as Base } from '@base-ui/react/popover';
import { Link } from '@tanstack/react-router';
import { Bell } from 'lucide-react';
import { useState } from 'react';
import { NotificationRow } from '../../components/notification-row.tsx';
import popover from '../../components/popover.module.css';
import {
  useLiveNotifications,
  useMarkNotifications,
  useNewestNotifications,
} from '../../data/notifications.ts';
import styles from './notification-bell.module.css';

const MOST = 99;

/** How much is unread, and the newest of it. */
export function NotificationBell() {
  const [isOpen, setOpen] = useState(false);
  const { data } = useNewestNotifications();
  const mark = useMarkNotifications();
  useLiveNotifications(true);
  const unread = data?.unread ?? 0;
  const close = () => setOpen(false);
  const label = unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`;
  return (
    <Base.Root open={isOpen} onOpenChange={setOpen}>
      <Base.Trigger
        render={
          <button type="button" className={styles.bell} aria-label={label}>
            <Bell aria-hidden />
            {unread === 0 ? null : (
              <span className={styles.count} aria-hidden="true">
                {unread > MOST ? `${MOST}+` : unread}
              </span>
            )}
          </button>
        }
      />
      <Base.Portal>
        <Base.Positioner
          side="bottom"
          align="end"
          sideOffset={4}
          className={popover.positioner ?? ''}
        >
          <Base.Popup className={styles.popup} aria-label="Newest notifications">
            <div className={styles.panel}>
              <div className={styles.head}>
                <strong>Notifications</strong>
                {unread === 0 ? null : (
                  <button
                    type="button"
                    className={styles.link}
                    onClick={() => mark.mutate({ all: true })}
                  >
                    Mark all as read
                  </button>
                )}
              </div>
              {data?.notifications.length === 0 ? (
                <p className={styles.empty}>Nothing yet. Mentions, runs and alerts show up here.</p>
              ) : null}
              <ul className={styles.list}>
                {data?.notifications.map((notification) => (
                  <li key={notification.id}>
                    <NotificationRow
                      notification={notification}
                      onOpen={() => {
                        close();
                        mark.mutate({ ids: [notification.id], isRead: true });
                      }}
                    />
                  </li>
                ))}
              </ul>
              <div className={styles.foot}>
                <Link to="/notifications" className={styles.link} onClick={close}>
                  All notifications
                </Link>
                <Link to="/notifications/settings" className={styles.link} onClick={close}>
                  Choose what to be told
                </Link>
              </div>
            </div>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
