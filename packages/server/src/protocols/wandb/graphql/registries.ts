import type {
  EntityId,
  ProjectMemberId,
  ProjectRole,
  UserId,
} from '../../../domains/accounts/index.ts';
import type { Project, ProjectId } from '../../../domains/projects/index.ts';
import { invalid } from '../../../platform/errors.ts';
import type { Context, Resolver } from './context.ts';
import { decodeGlobalId, encodeGlobalId } from './global-id.ts';

type Maybe<T> = T | null | undefined;

const ROLES: ReadonlySet<string> = new Set<ProjectRole>([
  'admin',
  'member',
  'viewer',
  'restricted_viewer',
]);

interface MembersInput {
  readonly projectId: string;
  readonly userIds?: Maybe<readonly string[]>;
  readonly teamIds?: Maybe<readonly string[]>;
}

function readMembers({ userIds, teamIds }: MembersInput): readonly ProjectMemberId[] {
  return [
    ...(userIds ?? []).map((id) => ({ kind: 'user' as const, id: readId('User', id) as UserId })),
    ...(teamIds ?? []).map((id) => ({
      kind: 'team' as const,
      id: readId('Entity', id) as EntityId,
    })),
  ];
}

function readId(kind: 'User' | 'Entity', text: string): number {
  const id = decodeGlobalId(kind, text);
  if (id !== null) return id;
  throw invalid(`${JSON.stringify(text)} is not the id of a ${kind === 'User' ? 'user' : 'team'}.`);
}

function readRole(role: string): ProjectRole {
  if (ROLES.has(role)) return role as ProjectRole;
  throw invalid(`There is no role ${JSON.stringify(role)}. There are: ${[...ROLES].join(', ')}.`);
}

function findProject(id: string, { deps, actor }: Context): Promise<Project> {
  const number = decodeGlobalId('Project', id);
  if (number === null) throw invalid(`${JSON.stringify(id)} is not the id of a project.`);
  return deps.projects.get(actor, number as ProjectId, 'read');
}

const createProjectMembers: Resolver<unknown, { input: MembersInput }> = async (
  _root,
  { input },
  context,
) => {
  const project = await findProject(input.projectId, context);
  const { deps, actor } = context;
  // New members see what there is; more is given by a change of their role.
  await deps.accounts.putProjectMembers(actor, project, readMembers(input), 'viewer', {
    keepsRoles: true,
  });
  return { success: true };
};

const deleteProjectMembers: Resolver<unknown, { input: MembersInput }> = async (
  _root,
  { input },
  context,
) => {
  const project = await findProject(input.projectId, context);
  await context.deps.accounts.removeProjectMembers(context.actor, project, readMembers(input));
  return { success: true };
};

async function setRole(
  projectId: string,
  member: ProjectMemberId,
  role: string,
  context: Context,
): Promise<{ success: boolean }> {
  const project = await findProject(projectId, context);
  const { deps, actor } = context;
  await deps.accounts.putProjectMembers(actor, project, [member], readRole(role), {
    keepsRoles: false,
  });
  return { success: true };
}

const updateProjectMember: Resolver<
  unknown,
  { input: { projectId: string; userId: string; userProjectRole: string } }
> = (_root, { input }, context) =>
  setRole(
    input.projectId,
    { kind: 'user', id: readId('User', input.userId) as UserId },
    input.userProjectRole,
    context,
  );

const updateProjectTeamMember: Resolver<
  unknown,
  { input: { projectId: string; teamId: string; teamProjectRole: string } }
> = (_root, { input }, context) =>
  setRole(
    input.projectId,
    { kind: 'team', id: readId('Entity', input.teamId) as EntityId },
    input.teamProjectRole,
    context,
  );

const members: Resolver<Project> = async (project, _args, { deps, actor }) => {
  const found = await deps.accounts.listProjectMembers(actor, project);
  return found.flatMap((member) => {
    if (!('user' in member)) return [];
    const { id, username, email, displayName } = member.user;
    const name = displayName || username;
    return [{ id: encodeGlobalId('User', id), username, email, name, role: { name: member.role } }];
  });
};

const teamMembers: Resolver<Project> = async (project, _args, { deps, actor }) => {
  const found = await deps.accounts.listProjectMembers(actor, project);
  return found.flatMap((member) =>
    'team' in member ? [{ team: member.team, role: { name: member.role } }] : [],
  );
};

const allowAllArtifactTypesInRegistry: Resolver<Project> = async (project, _args, { deps }) =>
  (await deps.registries.settingsOf(project))?.allowsAllTypes ?? false;

/** Registries are projects of organizations; what they hold is searched by `registry-search.ts`. */
export const registryResolvers = {
  Mutation: {
    createProjectMembers,
    deleteProjectMembers,
    updateProjectMember,
    updateProjectTeamMember,
  },
  Organization: { advancedRegistryFeatures: () => ({ advancedSearch: true }) },
  Project: { allowAllArtifactTypesInRegistry, members, teamMembers },
};
