import type { Role } from '@runloom/model';
import type { Actor } from './access-types.ts';
import type { Entity, InvitationId, User, UserId } from './identity-types.ts';
import type { CustomRole, RoleName } from './role-types.ts';
import type { Session, Visit } from './session-types.ts';

/** Someone who was asked into a team and has not come yet. */
export interface Invitation {
  readonly id: InvitationId;
  readonly email: string;
  readonly role: Role;
  readonly custom: CustomRole | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** What the one who holds the link of an invitation is told. */
export interface InvitationOffer {
  readonly team: string;
  readonly organization: string | null;
  readonly email: string;
  readonly role: Role;
  readonly customRole: string | null;
  readonly invitedBy: string;
  readonly expiresAt: number;
  /** `sign-in`: someone has the address; `other-person`: the one who asks has another. */
  readonly next: 'join' | 'create-account' | 'sign-in' | 'other-person';
}

/** Whom to ask into a team: someone by user name, or anyone by e-mail. */
export type Invitee = { readonly username: string } | { readonly email: string };

/** Whom the inviter knows is a member at once; others get a link, which is told this once. */
export type InviteResult =
  | { readonly kind: 'member'; readonly user: User; readonly invitedAt: number }
  | { readonly kind: 'invitation'; readonly invitation: Invitation; readonly token: string };

/** Somebody is in a team now because somebody asked them into it. */
export interface MemberAdded {
  readonly user: UserId;
  readonly team: Entity;
  readonly role: RoleName;
  readonly by: UserId;
}

/**
 * Asking people into teams, which needs the right to say who belongs to the team, and coming in by the
 * link that was sent.
 */
export interface InvitationOperations {
  /**
   * Asks someone into a team.
   * @throws RunloomError('conflict') when they are in it or invited already, 'not_found' for an
   *   unknown user name
   */
  invite(actor: Actor, team: string, invitee: Invitee, role: RoleName): Promise<InviteResult>;
  /** Who was asked and has not come; empty for who may not say who belongs to the team. */
  listInvitations(actor: Actor, team: Entity): Promise<readonly Invitation[]>;
  /** A new link, which lasts as long as the first did; the old one stops working. */
  resendInvitation(
    actor: Actor,
    team: string,
    id: InvitationId,
  ): Promise<{ readonly invitation: Invitation; readonly token: string }>;
  withdrawInvitation(actor: Actor, team: string, id: InvitationId): Promise<void>;
  /**
   * What an invitation offers to who holds its link, or to who is signed in with its address and names
   * it `own-` and its id.
   * @throws RunloomError('not_found' | 'gone') when there is none, or it was used, taken back or is too old
   */
  readInvitation(actor: Actor, token: string): Promise<InvitationOffer>;
  /**
   * Joins the team: as the actor when the address is theirs, else with a new account.
   * @throws RunloomError as `readInvitation`, 'forbidden' for who has another address, 'unauthenticated'
   *   when someone has the address and must sign in, 'conflict' when the user name is taken
   */
  acceptInvitation(
    actor: Actor,
    token: string,
    input: {
      readonly account: {
        readonly username: string;
        readonly password: string;
        readonly displayName?: string;
      } | null;
      readonly visit: Visit;
    },
  ): Promise<{ readonly team: string; readonly session: Session | null }>;
  /** Has who is made a member by an invitation told to a listener, once that is durable; it may not fail. */
  onMemberAdded(listener: (event: MemberAdded) => Promise<void>): void;
}
