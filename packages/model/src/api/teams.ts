import { z } from 'zod';
import { Millis, Role, RoleName, Visibility } from './common.ts';

/** What a role of an organization may beside its base. */
export const Permission = z.enum([
  'write-runs',
  'delete-runs',
  'edit-reports',
  'protect-aliases',
  'manage-members',
  'manage-projects',
]);
export type Permission = z.infer<typeof Permission>;

/** What a role of an organization is built on. */
export const BaseRole = z.enum(['viewer', 'member']);
export type BaseRole = z.infer<typeof BaseRole>;

/** A role that an organization made. */
export const CustomRoleView = z.object({
  name: z.string(),
  base: BaseRole,
  permissions: z.array(Permission),
});
export type CustomRoleView = z.infer<typeof CustomRoleView>;

/** `PUT /api/v1/organizations/{organization}/roles/{role}` */
export const CustomRoleInput = z.object({
  base: BaseRole,
  permissions: z.array(Permission).max(20),
});

export const TeamMemberView = z.object({
  username: z.string(),
  displayName: z.string(),
  /** Null for who may not say who belongs to the team. */
  email: z.string().nullable(),
  /** Of a role of the organization its base. */
  role: Role,
  customRole: z.string().nullable(),
  isService: z.boolean(),
});
export type TeamMemberView = z.infer<typeof TeamMemberView>;

export const InvitationView = z.object({
  id: z.number(),
  email: z.string(),
  role: Role,
  customRole: z.string().nullable(),
  createdAt: Millis,
  expiresAt: Millis,
});
export type InvitationView = z.infer<typeof InvitationView>;

/** `GET /api/v1/teams/{team}`: who belongs to it, and who was asked. */
export const TeamPage = z.object({
  name: z.string(),
  organization: z.string().nullable(),
  members: z.array(TeamMemberView),
  invitations: z.array(InvitationView),
  /** Roles that its organization made. */
  roles: z.array(CustomRoleView),
  /** What the one who asks may do. */
  canManageMembers: z.boolean(),
  canManage: z.boolean(),
});
export type TeamPage = z.infer<typeof TeamPage>;

export const RoleNameInput = z.object({ role: RoleName });

/** `POST /api/v1/teams` */
export const NewTeamInput = z.object({
  name: z.string().min(1).max(128),
  organization: z.string().min(1).max(128).optional(),
});

/** `POST /api/v1/teams/{team}/invitations` */
export const InviteInput = z.union([
  z.object({ email: z.string().min(3).max(254), role: RoleName }),
  z.object({ username: z.string().min(1).max(128), role: RoleName }),
]);
export type InviteInput = z.infer<typeof InviteInput>;

/** Who is known is a member at once; for others there is a link, which is told this once. */
export const Invited = z.object({
  member: z.string().nullable(),
  invitation: InvitationView.nullable(),
  link: z.string().nullable(),
});
export type Invited = z.infer<typeof Invited>;

/** `GET /api/v1/invitations/{token}` */
export const InvitationOffer = z.object({
  team: z.string(),
  organization: z.string().nullable(),
  email: z.string(),
  role: Role,
  customRole: z.string().nullable(),
  invitedBy: z.string(),
  expiresAt: Millis,
  next: z.enum(['join', 'create-account', 'sign-in', 'other-person']),
});
export type InvitationOffer = z.infer<typeof InvitationOffer>;

/** `POST /api/v1/invitations/{token}`: empty for who is signed in with the address. */
export const AcceptInvitationInput = z.object({
  username: z.string().min(1).max(128).optional(),
  password: z.string().min(12).max(1024).optional(),
  displayName: z.string().min(1).max(256).optional(),
});
export type AcceptInvitationInput = z.infer<typeof AcceptInvitationInput>;
export const AcceptedInvitation = z.object({ team: z.string() });

export const ServiceAccountInput = z.object({ description: z.string().min(1).max(256) });
/** `POST /api/v1/teams/{team}/service-accounts`: the only answer that holds its first key. */
export const NewServiceAccount = z.object({ username: z.string(), key: z.string().nullable() });
export type NewServiceAccount = z.infer<typeof NewServiceAccount>;

/** `POST /api/v1/access-requests`: the answer is the same whether the place is there or not. */
export const AccessRequestInput = z.object({
  entity: z.string().min(1).max(128),
  project: z.string().min(1).max(512).nullable(),
  message: z.string().max(1_000),
});
export type AccessRequestInput = z.infer<typeof AccessRequestInput>;

export const OwnAccessRequests = z.object({
  requests: z.array(
    z.object({
      id: z.number(),
      entity: z.string(),
      project: z.string().nullable(),
      createdAt: Millis,
      state: z.enum(['waiting', 'granted', 'ended']),
    }),
  ),
});
export type OwnAccessRequests = z.infer<typeof OwnAccessRequests>;

/** `GET /api/v1/entities/{entity}/access-requests` */
export const AccessRequestList = z.object({
  requests: z.array(
    z.object({
      id: z.number(),
      username: z.string(),
      displayName: z.string(),
      project: z.string().nullable(),
      message: z.string(),
      createdAt: Millis,
    }),
  ),
});
export type AccessRequestList = z.infer<typeof AccessRequestList>;
/** Null refuses, which is not told. */
export const AccessDecisionInput = z.object({ role: RoleName.nullable() });

/** Who has a role in one project. */
export const ProjectMemberView = z.object({
  kind: z.enum(['user', 'team']),
  name: z.string(),
  role: z.string(),
});
export type ProjectMemberView = z.infer<typeof ProjectMemberView>;
export const ProjectMemberList = z.object({
  members: z.array(ProjectMemberView),
  roles: z.array(CustomRoleView),
});
export type ProjectMemberList = z.infer<typeof ProjectMemberList>;

/** `POST /api/v1/projects/{entity}/{project}/transfer` */
export const TransferInput = z.object({ entity: z.string().min(1).max(128) });

/** `GET /api/v1/organizations/{organization}` */
export const OrganizationPage = z.object({
  name: z.string(),
  role: Role,
  defaultVisibility: Visibility,
  allowsPublic: z.boolean(),
  teams: z.array(z.object({ name: z.string() })),
  members: z.array(z.object({ username: z.string(), displayName: z.string(), role: Role })),
  roles: z.array(CustomRoleView),
});
export type OrganizationPage = z.infer<typeof OrganizationPage>;

/** `PATCH /api/v1/organizations/{organization}` */
export const OrganizationChange = z.object({
  defaultVisibility: Visibility.optional(),
  allowsPublic: z.boolean().optional(),
});
export type OrganizationChange = z.infer<typeof OrganizationChange>;

/** What somebody did last in a project that the reader may see. */
export const ActivityItem = z.object({
  kind: z.enum(['run', 'artifact', 'report']),
  project: z.string(),
  entity: z.string(),
  /** Of a run its display name, of an artifact `name:version`, of a report its title. */
  title: z.string(),
  /** What the address of it ends with. */
  name: z.string(),
  user: z.string().nullable(),
  at: Millis,
});
export type ActivityItem = z.infer<typeof ActivityItem>;
export const Activity = z.object({ items: z.array(ActivityItem) });

/** `GET /api/v1/users/{username}` */
export const PersonView = z.object({
  username: z.string(),
  displayName: z.string(),
  isSelf: z.boolean(),
  /** Those that the reader is in, too, or may see for another reason. */
  teams: z.array(z.string()),
  organizations: z.array(z.string()),
});
export type PersonView = z.infer<typeof PersonView>;
export const ProfileInput = z.object({ displayName: z.string().min(1).max(256) });
