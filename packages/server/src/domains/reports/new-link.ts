import { invalid } from '../../platform/errors.ts';
import { hashSecret } from '../../platform/tokens.ts';
import { type Actor, authorOf, type UserActor } from '../accounts/index.ts';
import type { LinkStore } from './link-store.ts';
import type { ReportId, ReportLink } from './types.ts';

const MOST_LINKS = 200;

/**
 * Adds a link to a report, by somebody who may: of its token only a hash is kept.
 * @throws RunloomError('invalid') when the report has as many as it may
 */
export async function addLink(
  links: Pick<LinkStore, 'list' | 'insert'>,
  actor: Actor,
  report: ReportId,
  made: Pick<ReportLink, 'id' | 'name' | 'expiresAt' | 'isLive'> & {
    readonly token: string;
    readonly now: number;
  },
): Promise<{ readonly link: ReportLink; readonly token: string }> {
  if ((await links.list(report)).length >= MOST_LINKS) {
    throw invalid(`A report has at most ${MOST_LINKS} links.`);
  }
  const { id, name, expiresAt, isLive, token, now } = made;
  const link: ReportLink = {
    id,
    name,
    createdBy: authorOf(actor as UserActor),
    createdAt: now,
    expiresAt,
    revokedAt: null,
    lastUsedAt: null,
    isLive,
  };
  await links.insert(report, hashSecret(token), link);
  return { link, token };
}
