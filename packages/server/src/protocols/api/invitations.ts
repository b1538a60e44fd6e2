import { AcceptedInvitation, AcceptInvitationInput, InvitationOffer } from '@runloom/model';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** What the link of an invitation opens, for whoever holds it. */
export function invitationRoutes({ accounts, cookie }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/invitations/{token}',
      summary: 'What an invitation offers to who holds its link',
      policy: 'public',
      answer: { json: InvitationOffer },
      handle: ({ actor, params }) => accounts.readInvitation(actor, params.token),
    }),
    defineRoute({
      method: 'POST',
      path: '/invitations/{token}',
      summary: 'Accept an invitation, as who is signed in or with a new account',
      policy: 'public',
      body: AcceptInvitationInput,
      answer: { json: AcceptedInvitation },
      async handle({ actor, params, body, request, reply }) {
        const { username, password, displayName } = body;
        const userAgent = request.headers['user-agent'] ?? '';
        const visit = { address: request.ip, userAgent };
        const { team, session } = await accounts.acceptInvitation(actor, params.token, {
          account:
            username === undefined || password === undefined
              ? null
              : { username, password, ...(displayName !== undefined && { displayName }) },
          visit,
        });
        if (session !== null) cookie.set(reply, session.token, session.expiresAt);
        return { team };
      },
    }),
  ];
}
