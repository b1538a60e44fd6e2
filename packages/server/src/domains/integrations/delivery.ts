import { createHmac } from 'node:crypto';
import { type Outbound, OutboundError } from '../../platform/outbound/index.ts';
import type { Delivery, Message } from './types.ts';

const COLOURS = { INFO: '#3b82f6', WARN: '#d97706', ERROR: '#dc2626' } as const;

/**
 * Base64 of HMAC-SHA256 over the body: what W&B sends as `X-Wandb-Signature` (its documentation of
 * webhook automations), so that receivers which check it need no change.
 */
export function signatureOf(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

/** Sends a body and says in words how it went. */
export async function deliver(
  outbound: Outbound,
  url: string,
  request: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<Delivery> {
  try {
    const { status, retryAfterSeconds } = await outbound.post(url, request);
    const ok = status >= 200 && status < 300;
    const isRedirect = status >= 300 && status < 400;
    return {
      ok,
      detail: isRedirect
        ? `Answered ${status}: redirects are not followed, so give the final address.`
        : `Answered ${status}.`,
      mayRetry: status === 408 || status === 425 || status === 429 || status >= 500,
      retryAfterMs: retryAfterSeconds === null ? null : retryAfterSeconds * 1000,
    };
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    const { message, isRefused } = error;
    return { ok: false, detail: message, mayRetry: !isRefused, retryAfterMs: null };
  }
}

/** A message as incoming webhooks of Slack take it; others (Mattermost, Discord's `/slack`) read the same. */
export function slackBody({ title, text, severity, link }: Message): string {
  const lines = [text, link === null ? '' : `<${link.url}|${escapeText(link.label)}>`];
  const shown = lines.filter((line) => line !== '').join('\n');
  return JSON.stringify({
    text: escapeText(title),
    attachments: [
      { color: COLOURS[severity], text: shown, fallback: `${title}\n${text}`, mrkdwn_in: ['text'] },
    ],
  });
}

/** Slack's three control characters; without this a name could ping a whole channel. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
