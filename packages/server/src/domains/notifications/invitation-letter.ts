import type { Actor, Invitation } from '../accounts/index.ts';
import type { MailPort } from './types.ts';

/**
 * Sends the link of an invitation by mail, where this server sends any. It is the one mail about it: who
 * has an account with the address is told on the page besides.
 */
export async function sendInvitation(
  mail: MailPort,
  actor: Actor,
  team: string,
  { invitation, token }: { readonly invitation: Invitation; readonly token: string },
): Promise<void> {
  if (!mail.isConfigured) return;
  const by = actor.kind === 'user' ? actor.username : 'Somebody';
  await mail.send({
    to: invitation.email,
    subject: `${by} invites you to ${team} on Runloom`,
    paragraphs: [
      `${by} invites you to the team ${team}.`,
      'The link is for this address alone and can be used once.',
    ],
    link: { label: 'Join the team', path: `/invitations/${encodeURIComponent(token)}` },
  });
}
