import { RunloomError } from '../errors.ts';

/** Where mail is handed over, and in whose name. */
export interface MailSetting {
  /** `smtp://` or `smtps://`, with user and password where the server asks for them. */
  readonly smtpUrl: string;
  readonly from: string;
}

export interface MailMessage {
  /** One address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where a program may end mails of this kind with one POST (RFC 8058); null for what is asked for. */
  readonly unsubscribeUrl?: string | null;
  /** The same for a mail that is tried again. */
  readonly messageKey?: string;
}

/** Sends mail, where a server for it is configured. */
export interface Mailer {
  readonly isConfigured: boolean;
  readonly from: string | null;
  /** Host and port. */
  readonly server: string | null;
  /**
   * Resolved once the mail server has taken it.
   * @throws RunloomError('conflict') when none is configured, saying what to set; MailError else
   */
  send(message: MailMessage): Promise<void>;
  close(): void;
}

/** What is to be said where mail is asked for and no server for it is configured. */
export const NO_MAIL =
  'This server sends no e-mail: an admin has to set RUNLOOM_SMTP_URL and RUNLOOM_MAIL_FROM.';

/** The mail server did not take a mail. */
export class MailError extends Error {
  /** False when the same would be refused again: an address that does not exist, a wrong password. */
  readonly mayRetry: boolean;

  constructor(message: string, mayRetry: boolean, cause: unknown) {
    super(message, { cause });
    this.name = 'MailError';
    this.mayRetry = mayRetry;
  }
}

const TIMEOUT_MS = 20_000;
const MAX_CONNECTIONS = 2;

/** The mailer of these settings; null: none that sends. */
export function createMailer(setting: MailSetting | null): Mailer {
  if (setting === null) {
    return {
      isConfigured: false,
      from: null,
      server: null,
      send: async () => {
        throw new RunloomError('conflict', NO_MAIL);
      },
      close: () => {},
    };
  }
  const url = new URL(setting.smtpUrl);
  const isSecure = url.protocol === 'smtps:';
  const port = url.port === '' ? (isSecure ? 465 : 587) : Number(url.port);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const auth = url.username !== '' && {
    user: decodeURIComponent(url.username),
    pass: decodeURIComponent(url.password),
  };
  const open = async () => {
    const { createTransport } = await import('nodemailer');
    return createTransport({
      pool: true,
      maxConnections: MAX_CONNECTIONS,
      host,
      port,
      secure: isSecure,
      ...(auth && { auth }),
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      // A message names no file and no address to be read: all of it is given as text.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
  // With the first mail: most servers send none, and the start of none waits for it.
  let opened: ReturnType<typeof open> | null = null;
  const domain = setting.from.replace(/^.*@([^>\s]+)>?$/, '$1');
  return {
    isConfigured: true,
    from: setting.from,
    server: `${host}:${port}`,
    async send({ to, subject, text, html, unsubscribeUrl = null, messageKey }) {
      opened ??= open();
      const transport = await opened;
      try {
        await transport.sendMail({
          from: setting.from,
          // As an object, so that a comma or a bracket in an address can't make two of it.
          to: { name: '', address: to },
          subject: oneLine(subject),
          text,
          html,
          ...(messageKey === undefined ? {} : { messageId: `<${messageKey}@${domain}>` }),
          headers: {
            'Auto-Submitted': 'auto-generated',
            ...(unsubscribeUrl === null
              ? {}
              : {
                  'List-Unsubscribe': `<${unsubscribeUrl}>`,
                  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
                }),
          },
        });
      } catch (error) {
        throw toMailError(error);
      }
    },
    close: () => void opened?.then((transport) => transport.close()),
  };
}

const MAX_SUBJECT = 200;

/** A line break in a subject would begin another header. */
function oneLine(text: string): string {
  const line = text.replace(/\p{Cc}+/gu, ' ').trim();
  return line.length > MAX_SUBJECT ? `${line.slice(0, MAX_SUBJECT - 1)}…` : line;
}

/** What went wrong in words that name no password; answers of 5xx are for good (RFC 5321, 4.2.1). */
function toMailError(error: unknown): MailError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const answer =
    error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : null;
  const words =
    code === 'EAUTH'
      ? 'The mail server refused the user name or password.'
      : answer !== null && answer > 0
        ? `The mail server answered ${answer}.`
        : 'The mail server can’t be reached.';
  const isForGood =
    answer !== null && answer > 0 ? answer >= 500 : code === 'EAUTH' || code === 'EENVELOPE';
  return new MailError(words, !isForGood, error);
}
