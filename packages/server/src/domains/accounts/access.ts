import type { Action, Visibility } from './types.ts';

/**
 * How someone stands to an entity: `none` (a stranger or anonymous), or the role in it. The owner
 * of a personal entity, the admins of a team's organization and instance admins are `admin`.
 */
export type Standing = 'none' | 'viewer' | 'member' | 'admin';

type Rights = Readonly<Record<Standing, readonly Action[]>>;

const ALL = ['read', 'write', 'manage'] as const;

/** What one may do in an entity: `write` creates projects, `manage` changes members and settings. */
const ENTITY_RIGHTS: Rights = {
  none: [],
  viewer: ['read'],
  member: ['read', 'write'],
  admin: ALL,
};

const PROJECT_RIGHTS: Readonly<Record<Visibility, Rights>> = {
  private: { none: [], viewer: [], member: [], admin: ALL },
  team: { none: [], viewer: ['read'], member: ['read', 'write'], admin: ALL },
  public: { none: ['read'], viewer: ['read'], member: ['read', 'write'], admin: ALL },
};

/** Rights that having created a project adds, as long as one still belongs to its entity. */
const CREATOR_RIGHTS: Rights = { none: [], viewer: ['read'], member: ALL, admin: ALL };

/** What one may do in an organization: its members see it, its admins manage it and its teams. */
const ORGANIZATION_RIGHTS: Rights = {
  none: [],
  viewer: ['read'],
  member: ['read'],
  admin: ALL,
};

export function mayInEntity(standing: Standing, action: Action): boolean {
  return ENTITY_RIGHTS[standing].includes(action);
}

export function mayInProject(
  standing: Standing,
  visibility: Visibility,
  isCreator: boolean,
  action: Action,
): boolean {
  if (PROJECT_RIGHTS[visibility][standing].includes(action)) return true;
  return isCreator && CREATOR_RIGHTS[standing].includes(action);
}

export function mayInOrganization(standing: Standing, action: Action): boolean {
  return ORGANIZATION_RIGHTS[standing].includes(action);
}
