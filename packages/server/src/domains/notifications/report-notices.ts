import { reportIdOf, reportPath } from '@runloom/model';
import { nullIfNotFound } from '../../platform/errors.ts';
import type {
  CommentEvent,
  MentionEvent,
  ReportId,
  ReportListener,
  Reports,
} from '../reports/index.ts';
import type { Notifications } from './types.ts';

const GUARD = 'report';

/** Tells people that they are spoken to in reports, and what is said of theirs. */
export function noticesOfReports(notifications: Pick<Notifications, 'tell'>): ReportListener {
  const shared = ({ report, project, by }: CommentEvent | MentionEvent) => ({
    by,
    project,
    subject: { kind: 'guarded', guard: GUARD, id: String(report.id) } as const,
  });
  return {
    onMention: (event) =>
      notifications.tell({
        ...shared(event),
        kind: 'mention',
        to: [event.mentioned],
        title: `You are mentioned in “${event.report.title}”`,
        body: event.excerpt,
        path: pathOf(event, event.thread),
        eventKey: `report-mention ${event.report.id} ${event.thread ?? 'text'} ${event.mentioned} ${event.excerpt}`,
      }),
    async onComment(event) {
      const comment = {
        ...shared(event),
        body: event.body,
        path: pathOf(event, event.thread),
        eventKey: `report-comment ${event.comment}`,
      };
      const { createdBy: owner, title } = event.report;
      await notifications.tell({
        ...comment,
        kind: 'reply',
        to: event.repliedTo,
        title: `An answer in “${title}”`,
      });
      // One comment is told once: as an answer to who wrote before.
      if (event.repliedTo.includes(owner)) return;
      await notifications.tell({
        ...comment,
        kind: 'comment',
        to: [owner],
        title: `A comment on “${title}”`,
      });
    },
  };
}

/** Who may read a report now is who is told of it. */
export function guardReports(
  notifications: Pick<Notifications, 'guard'>,
  reports: Pick<Reports, 'get'>,
): void {
  notifications.guard(GUARD, async (actor, id) => {
    const found = await reports.get(actor, Number(id) as ReportId).catch(nullIfNotFound);
    return found !== null;
  });
}

function pathOf({ report, project }: CommentEvent | MentionEvent, thread: string | null): string {
  const path = reportPath({
    entityName: project.entityName,
    projectName: project.name,
    title: report.title,
    id: reportIdOf(report.id),
  });
  return thread === null ? path : `${path}?thread=${encodeURIComponent(thread)}`;
}
