import { RunloomError } from '../../platform/errors.ts';
import { MailError, type Mailer, NO_MAIL } from '../../platform/mail/index.ts';
import { type Jobs, RetryAfter } from '../jobs/index.ts';
import type { Seal } from '../secrets/index.ts';
import { letterMail } from './mail-text.ts';
import type { MailPort } from './types.ts';

const JOB = 'mail';

interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly link: { readonly label: string; readonly url: string } | null;
  readonly key: string;
}

/** Mails that people ask this server to send, by the durable queue. */
export function createMail(deps: {
  mailer: Mailer;
  jobs: Jobs;
  /** Letters may hold links that let somebody in: they wait sealed. */
  seal: Seal;
  publicUrl: string | null;
  clock?: () => number;
}): MailPort {
  const { mailer, jobs, seal, publicUrl } = deps;
  const clock = deps.clock ?? Date.now;
  let count = 0;

  jobs.handle(JOB, async (payload, attempt) => {
    const { to, key, ...letter } = JSON.parse(seal.open(String(payload))) as Letter;
    try {
      await mailer.send({ ...letterMail(letter), to, messageKey: key });
    } catch (error) {
      if (!(error instanceof MailError) || !error.mayRetry) throw error;
      throw new RetryAfter(error.message, 5_000 * 2 ** (attempt.number - 1), error);
    }
  });

  return {
    isConfigured: mailer.isConfigured && publicUrl !== null,
    async send({ to, subject, paragraphs, link }) {
      if (!mailer.isConfigured) throw new RunloomError('conflict', NO_MAIL);
      if (link !== undefined && publicUrl === null) {
        throw new RunloomError(
          'conflict',
          'Mails with links need RUNLOOM_PUBLIC_URL, the address by which people reach this server.',
        );
      }
      count += 1;
      const letter: Letter = {
        to,
        subject,
        paragraphs,
        link: link === undefined ? null : { label: link.label, url: `${publicUrl}${link.path}` },
        key: `letter-${clock()}-${process.pid}-${count}`,
      };
      await jobs.enqueue({ kind: JOB, payload: seal.seal(JSON.stringify(letter)) });
    },
  };
}
