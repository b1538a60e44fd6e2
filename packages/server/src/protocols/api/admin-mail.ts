import { MailStatus, MailTrialInput, NotificationTrial } from '@runloom/model';
import { RunloomError } from '../../platform/errors.ts';
import { MailError } from '../../platform/mail/index.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** Whether this server sends e-mail, for admins of the instance. */
export function adminMailRoutes({ mailer }: Pick<ApiDeps, 'mailer'>): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/admin/mail',
      summary: 'Which server e-mail is handed to, and in whose name',
      policy: 'instance-admin',
      answer: { json: MailStatus },
      handle: async () => ({
        isConfigured: mailer.isConfigured,
        from: mailer.from,
        server: mailer.server,
      }),
    }),
    defineRoute({
      method: 'POST',
      path: '/admin/mail/trial',
      summary: 'Send a test mail, and say how it went',
      policy: 'instance-admin',
      body: MailTrialInput,
      answer: { json: NotificationTrial },
      async handle({ body }) {
        const text = 'An admin of Runloom sent this to see whether mail arrives. It does.';
        try {
          await mailer.send({
            to: body.to,
            subject: 'A test mail of Runloom',
            text,
            html: `<p>${text}</p>`,
          });
          return { ok: true, detail: `The mail server took it for ${body.to}.` };
        } catch (error) {
          if (error instanceof MailError || error instanceof RunloomError) {
            return { ok: false, detail: error.message };
          }
          throw error;
        }
      },
    }),
  ];
}
