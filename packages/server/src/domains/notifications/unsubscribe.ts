import { createHmac, timingSafeEqual } from 'node:crypto';
import { NotificationKind } from '@runloom/model';
import { notFound } from '../../platform/errors.ts';
import type { UserId } from '../accounts/index.ts';

const PURPOSE = 'runloom unsubscribe 1';
const TAG_BYTES = 16;

/** Links that end e-mail of one kind without signing in. They name a person and a kind, and can do nothing else. */
export function createUnsubscribeTokens(secret: Uint8Array) {
  const tagOf = (text: string): Buffer =>
    createHmac('sha256', secret).update(`${PURPOSE}\n${text}`).digest().subarray(0, TAG_BYTES);
  return {
    make(userId: UserId, kind: NotificationKind): string {
      const text = `${userId}.${kind}`;
      return `${text}.${tagOf(text).toString('base64url')}`;
    },

    /** @throws RunloomError('not_found') for one that was not made here */
    read(token: string): { readonly userId: UserId; readonly kind: NotificationKind } {
      const [id = '', kindText = '', tag = ''] = token.split('.');
      const given = Buffer.from(tag, 'base64url');
      const kind = NotificationKind.safeParse(kindText);
      const isOurs =
        given.length === TAG_BYTES && timingSafeEqual(given, tagOf(`${id}.${kindText}`));
      if (!isOurs || !kind.success) throw notFound('This link');
      return { userId: Number(id) as UserId, kind: kind.data };
    },
  };
}
