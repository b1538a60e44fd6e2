import type { MailMessage } from '../../platform/mail/index.ts';

/** One thing that a mail tells. */
export interface MailItem {
  readonly title: string;
  readonly body: string;
  readonly place: string;
  /** Null: nobody told this server by which address people reach it. */
  readonly url: string | null;
}

const MAX_ITEMS = 20;

/** Direction overrides and control characters, by which a name could pass for another text. */
const UNSEEN = /(?![\t\n\r])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

const plain = (text: string): string => text.replace(UNSEEN, '\ufffd');

const escapeHtml = (text: string): string =>
  plain(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** A mail about what happened: as text and as simple HTML, in which all that others wrote is text. */
export function notificationMail(
  items: readonly MailItem[],
  links: {
    readonly settings: string | null;
    readonly unsubscribe: string | null;
  },
): Pick<MailMessage, 'subject' | 'text' | 'html'> {
  const shown = items.slice(0, MAX_ITEMS);
  const more = items.length - shown.length;
  const [first] = items;
  const subject =
    items.length === 1 && first !== undefined
      ? plain(first.title)
      : `${plain(first?.title ?? '')} and ${items.length - 1} more`;
  const rest = more > 0 ? [`And ${more} more, on the page of notifications.`] : [];
  const foot = [
    { label: 'What you get by e-mail', url: links.settings },
    { label: 'No more mails like this', url: links.unsubscribe },
  ].flatMap(({ label, url }) => (url === null ? [] : [{ label, url }]));
  const text = [
    ...shown.map(({ title, body, place, url }) =>
      [plain(title), place === '' ? '' : `in ${plain(place)}`, plain(body), url ?? '']
        .filter((line) => line !== '')
        .join('\n'),
    ),
    `--\n${[...rest, ...foot.map(({ label, url }) => `${label}: ${url}`)].join('\n')}`,
  ].join('\n\n');
  const html = page(
    shown.map(({ title, body, place, url }) => {
      const heading = url === null ? escapeHtml(title) : link(url, title);
      return `<p style="margin:0 0 16px"><strong>${heading}</strong>${
        place === '' ? '' : `<br><span style="color:#686b76">${escapeHtml(place)}</span>`
      }${body === '' ? '' : `<br>${escapeHtml(body).replaceAll('\n', '<br>')}`}</p>`;
    }),
    [...rest.map(escapeHtml), ...foot.map(({ label, url }) => link(url, label))],
  );
  return { subject, text, html };
}

/** A mail that one person asked for another: paragraphs, and where to go. */
export function letterMail(letter: {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly link: { readonly label: string; readonly url: string } | null;
}): Pick<MailMessage, 'subject' | 'text' | 'html'> {
  const { subject, paragraphs } = letter;
  const text = [
    ...paragraphs.map(plain),
    ...(letter.link === null ? [] : [`${plain(letter.link.label)}:\n${letter.link.url}`]),
  ].join('\n\n');
  const html = page(
    [
      ...paragraphs.map(
        (one) => `<p style="margin:0 0 16px">${escapeHtml(one).replaceAll('\n', '<br>')}</p>`,
      ),
      ...(letter.link === null ? [] : [`<p>${link(letter.link.url, letter.link.label)}</p>`]),
    ],
    [],
  );
  return { subject: plain(subject), text, html };
}

const link = (url: string, label: string): string =>
  `<a href="${escapeHtml(url)}" style="color:#5040cf">${escapeHtml(label)}</a>`;

const page = (blocks: readonly string[], foot: readonly string[]): string =>
  `<!doctype html><html><body style="font:14px/1.5 system-ui,sans-serif;color:#17181c;max-width:600px">${blocks.join(
    '',
  )}${
    foot.length === 0
      ? ''
      : `<p style="margin:24px 0 0;border-top:1px solid #e5e5ea;padding-top:12px;color:#686b76;font-size:12px">${foot.join('<br>')}</p>`
  }</body></html>`;
