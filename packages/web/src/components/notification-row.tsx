import type { NotificationKind, NotificationView } from '@runloom/model';
import {
  AtSign,
  CircleCheck,
  CircleX,
  type LucideIcon,
  Mail,
  MessageSquare,
  Radar,
  Reply,
  TriangleAlert,
  UserPlus,
  Zap,
} from 'lucide-react';
import { classNames } from './class-names.ts';
import styles from './notification-row.module.css';
import { PathLink } from './path-link.tsx';
import { shownText } from './shown-text.ts';
import { TimeAgo } from './time-ago.tsx';

const ICONS: Readonly<Record<NotificationKind, LucideIcon>> = {
  mention: AtSign,
  reply: Reply,
  comment: MessageSquare,
  'run-finished': CircleCheck,
  'run-failed': CircleX,
  'run-crashed': CircleX,
  alert: TriangleAlert,
  automation: Zap,
  monitor: Radar,
  'access-request': UserPlus,
  invitation: Mail,
};

/** One thing that somebody was told; goes to where it happened. */
export function NotificationRow({
  notification,
  onOpen,
}: {
  readonly notification: NotificationView;
  readonly onOpen: () => void;
}) {
  const { kind, title, body, place, path, severity, updatedAt, isRead } = notification;
  const Icon = ICONS[kind];
  return (
    <PathLink
      path={path}
      onOpen={onOpen}
      className={classNames(styles.row, !isRead && styles.unread)}
    >
      <Icon aria-hidden className={severity === 'ERROR' ? styles.error : styles.icon} />
      <span className={styles.text}>
        <bdi className={styles.title}>{shownText(title)}</bdi>
        {body === '' ? null : <bdi className={styles.body}>{shownText(body)}</bdi>}
        <span className={styles.foot}>
          {place === '' ? null : <bdi>{shownText(place)}</bdi>}
          <TimeAgo at={updatedAt} />
          {isRead ? null : <span className={styles.word}>unread</span>}
        </span>
      </span>
    </PathLink>
  );
}
