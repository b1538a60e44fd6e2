import { z } from 'zod';
import { Millis, Role } from './common.ts';

export const UserView = z.object({
  username: z.string(),
  displayName: z.string(),
  email: z.string().nullable(),
  isAdmin: z.boolean(),
});
export type UserView = z.infer<typeof UserView>;

/** `GET /api/v1/admin/users`: people of the instance, by name. */
export const PeopleOfInstance = z.object({
  people: z.array(UserView),
  /** There are more than are listed: ask for a name. */
  hasMore: z.boolean(),
});
export type PeopleOfInstance = z.infer<typeof PeopleOfInstance>;

export const EntityView = z.object({
  name: z.string(),
  kind: z.enum(['user', 'team', 'organization']),
  organization: z.string().nullable(),
  role: Role,
});
export type EntityView = z.infer<typeof EntityView>;

/** `GET /api/v1/session`: who is signed in (null: nobody) and where they may create projects. */
export const SessionView = z.object({
  user: UserView.nullable(),
  entities: z.array(EntityView),
  /** Names of organizations that they administer. */
  managedOrganizations: z.array(z.string()),
  /** Address that clients should use, e.g. `http://127.0.0.1:8080`. */
  baseUrl: z.string(),
  version: z.string(),
});
export type SessionView = z.infer<typeof SessionView>;

/** `POST /api/v1/session` */
export const SignInInput = z.union([
  z.object({ username: z.string().min(1), password: z.string().min(1) }),
  z.object({ token: z.string().min(1) }),
]);
export type SignInInput = z.infer<typeof SignInInput>;

/** read: sees only; write: also logs and changes content; admin: all that its user may. */
export const KeyScope = z.enum(['read', 'write', 'admin']);
export type KeyScope = z.infer<typeof KeyScope>;
/** The one team or person, or the one project, that a key reaches. */
export const KeyReach = z.object({ entity: z.string(), project: z.string().nullable() });

export const ApiKeyView = z.object({
  id: z.number(),
  name: z.string(),
  prefix: z.string(),
  scope: KeyScope,
  /** Null: wherever its user may go. */
  within: KeyReach.nullable(),
  createdAt: Millis,
  expiresAt: Millis.nullable(),
  lastUsedAt: Millis.nullable(),
});
export type ApiKeyView = z.infer<typeof ApiKeyView>;

/** `GET /api/v1/api-keys`: the keys of the one who asks. */
export const ApiKeyList = z.object({ apiKeys: z.array(ApiKeyView) });
export type ApiKeyList = z.infer<typeof ApiKeyList>;

/** `POST /api/v1/api-keys`: the only answer that ever holds the key. */
export const CreatedApiKey = z.object({ key: z.string(), info: ApiKeyView });
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;

export const CreateApiKeyInput = z.object({
  name: z.string().min(1).max(128),
  scope: KeyScope.optional(),
  within: z
    .object({ entity: z.string().min(1), project: z.string().min(1).nullable().optional() })
    .nullable()
    .optional(),
  expiresAt: Millis.nullable().optional(),
});
export type CreateApiKeyInput = z.infer<typeof CreateApiKeyInput>;
export const ChangePasswordInput = z.object({
  current: z.string().nullable(),
  next: z.string().min(12).max(1024),
});

export const PutUserInput = z.object({
  email: z.email().nullable().optional(),
  displayName: z.string().min(1).max(256).optional(),
  isAdmin: z.boolean().optional(),
  password: z.string().min(12).max(1024).optional(),
  apiKey: z
    .string()
    .regex(/^[A-Za-z0-9_-]{40,255}$/, 'an API key has 40 to 255 characters of A-Z a-z 0-9 _ -')
    .optional(),
});
export const RoleInput = z.object({ role: Role });

/** Provisioning answers with these. */
export const OrganizationView = z.object({ name: z.string() });
export const TeamView = z.object({ name: z.string(), organization: z.string() });
export const MemberView = z.object({ username: z.string(), role: Role });
