import type { Permission } from '@runloom/model';
import type { Action, KeyScope, Visibility } from './types.ts';

/**
 * How someone stands to an entity: `none` (a stranger or anonymous), or the role in it. The owner
 * of a personal entity, the admins of a team's organization and instance admins are `admin`.
 */
export type Standing = 'none' | 'viewer' | 'member' | 'admin';

type Rights = Readonly<Record<Standing, readonly Action[]>>;

const SEES = ['read'] as const;
const WORKS = ['read', 'write', 'delete', 'report'] as const;
const ALL = ['read', 'write', 'delete', 'report', 'protect', 'members', 'manage'] as const;

/**
 * What a custom role can be given beside its base, and the decisions that each means. This table and
 * the roles below are the only places that say so.
 */
export const PERMISSIONS = {
  'write-runs': ['write'],
  'delete-runs': ['delete'],
  'edit-reports': ['report'],
  'protect-aliases': ['protect'],
  'manage-members': ['members'],
  'manage-projects': ['manage'],
} as const satisfies Readonly<Record<Permission, readonly Action[]>>;

export const isPermission = (text: string): text is Permission => Object.hasOwn(PERMISSIONS, text);

/** The decisions that these permissions mean. */
export function actionsOf(permissions: readonly Permission[]): readonly Action[] {
  return permissions.flatMap((permission) => [...PERMISSIONS[permission]]);
}

/** What a key of a scope may at most. */
const SCOPES: Readonly<Record<KeyScope, readonly Action[]>> = {
  read: SEES,
  write: WORKS,
  admin: ALL,
};

/** What one may do in an entity: `write` creates projects, `members` and `manage` change the team. */
const ENTITY_RIGHTS: Rights = { none: [], viewer: SEES, member: WORKS, admin: ALL };
/** Of a team itself a permission counts only when it speaks of teams: its settings stay for admins. */
const OF_ENTITIES: ReadonlySet<Action> = new Set(['write', 'report', 'members']);

const PROJECT_RIGHTS: Readonly<Record<Visibility, Rights>> = {
  private: { none: [], viewer: [], member: [], admin: ALL },
  restricted: { none: [], viewer: [], member: [], admin: ALL },
  team: { none: [], viewer: SEES, member: WORKS, admin: ALL },
  public: { none: SEES, viewer: SEES, member: WORKS, admin: ALL },
};

/** Rights that having created a project adds, as long as one still belongs to its entity. */
const CREATOR_RIGHTS: Rights = { none: [], viewer: SEES, member: ALL, admin: ALL };

/** What one may do in an organization: its members see it, its admins manage it and its teams. */
const ORGANIZATION_RIGHTS: Rights = { none: [], viewer: SEES, member: SEES, admin: ALL };

/** How someone stands to one project. */
export interface ProjectStanding {
  readonly standing: Standing;
  readonly isCreator: boolean;
  /** Whether a role in this very project was given to them or to a team of theirs. */
  readonly isNamed?: boolean;
  /** What a custom role adds. */
  readonly extra?: readonly Action[];
}

export function mayInEntity(
  standing: Standing,
  action: Action,
  extra: readonly Action[] = [],
): boolean {
  if (ENTITY_RIGHTS[standing].includes(action)) return true;
  return standing !== 'none' && OF_ENTITIES.has(action) && extra.includes(action);
}

export function mayInProject(
  { standing, isCreator, isNamed = false, extra = [] }: ProjectStanding,
  visibility: Visibility,
  action: Action,
): boolean {
  // Who was let into a restricted project is in it what members of a team are in theirs.
  const seen = visibility === 'restricted' && isNamed ? 'team' : visibility;
  const rights = PROJECT_RIGHTS[seen][standing];
  if (rights.includes(action)) return true;
  if (standing !== 'none' && rights.includes('read') && extra.includes(action)) return true;
  return isCreator && CREATOR_RIGHTS[standing].includes(action);
}

export function mayInOrganization(standing: Standing, action: Action): boolean {
  return ORGANIZATION_RIGHTS[standing].includes(action);
}

export function mayWithScope(scope: KeyScope, action: Action): boolean {
  return SCOPES[scope].includes(action);
}

const ORDER: readonly Standing[] = ['none', 'viewer', 'member', 'admin'];

export function highest(standings: readonly Standing[]): Standing {
  return standings.reduce<Standing>(
    (best, one) => (ORDER.indexOf(one) > ORDER.indexOf(best) ? one : best),
    'none',
  );
}
