import { createIntegrations } from '../domains/integrations/index.ts';
import {
  createMail,
  createNotifications,
  guardReports,
  noticesOfReports,
} from '../domains/notifications/index.ts';
import { createReports } from '../domains/reports/index.ts';
import type { MailSetting } from '../platform/mail/index.ts';
import { createMailer } from '../platform/mail/index.ts';
import { recordReportEdits } from '../protocols/audit/index.ts';
import type { Foundation } from './foundation.ts';
import type { RunRooms } from './runs.ts';

/** Reports, the notices that people get, and the ways by which they leave. */
export type ReportRooms = ReturnType<typeof wireReports>;

export function wireReports(
  foundation: Foundation,
  { runs, views }: Pick<RunRooms, 'runs' | 'views'>,
  mailSetting: MailSetting | null,
) {
  const { metadata, blobs, secret, log, publicUrl, contents } = foundation;
  const { live, accounts, projects, jobs, seal, secrets, outbound } = foundation;
  const integrations = createIntegrations({ metadata, accounts, secrets, seal, outbound });
  const mailer = createMailer(mailSetting);
  const notifications = createNotifications({
    metadata,
    accounts,
    projects,
    runs,
    integrations,
    jobs,
    live,
    mailer,
    secret,
    publicUrl,
    log,
  });
  const reportDomain = createReports({
    secret,
    metadata,
    blobs,
    contents,
    accounts,
    projects,
    views,
    listener: noticesOfReports(notifications),
    onEdited: recordReportEdits(foundation),
    log,
  });
  guardReports(notifications, reportDomain.reports);
  return {
    integrations,
    mailer,
    mail: createMail({ mailer, jobs, seal, publicUrl }),
    notifications,
    reportDomain,
  };
}
