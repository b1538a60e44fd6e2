import type { BaseRole, CustomRoleView, Permission, Role, Visibility } from '@runloom/model';
import type { Choice } from './select-field.tsx';

/** What roles of an organization are built on, with what they mean. */
export const BASE_ROLES: readonly Choice<BaseRole>[] = [
  { value: 'viewer', label: 'Viewer: sees what the team shares' },
  { value: 'member', label: 'Member: logs and changes' },
];

/** Roles that are always there. */
const BUILT_IN: readonly Choice<Role>[] = [
  ...BASE_ROLES,
  { value: 'admin', label: 'Admin: also settings and members' },
];

/** Every role that can be given, those of the organization last. */
export const roleChoices = (roles: readonly CustomRoleView[]): readonly Choice<string>[] => [
  ...BUILT_IN,
  ...roles.map(({ name, base }) => ({ value: name, label: `${name} (${base} and more)` })),
];

/** What each permission lets people do. */
export const PERMISSION_TEXT: Readonly<Record<Permission, string>> = {
  'write-runs': 'Log runs, artifacts and traces, and change them',
  'delete-runs': 'Delete runs, artifacts and traces',
  'edit-reports': 'Write reports and shared views',
  'protect-aliases': 'Move protected aliases',
  'manage-members': 'Invite people and choose their roles',
  'manage-projects': 'Change settings of projects, and delete them',
};

/** Who sees a project, narrowest first. */
export const VISIBILITY_TEXT: Readonly<
  Record<Visibility, { readonly name: string; readonly meaning: string }>
> = {
  private: {
    name: 'Private',
    meaning: 'Only who made it and admins of the team.',
  },
  restricted: {
    name: 'Restricted',
    meaning:
      'Who made it, admins of the team, and the people and teams that are given a role in it.',
  },
  team: {
    name: 'Team',
    meaning: 'Everyone in the team: viewers see it, members log to it.',
  },
  public: {
    name: 'Public',
    meaning: 'Anyone with the address sees it, without an account. Only the team changes it.',
  },
};
