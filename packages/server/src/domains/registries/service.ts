import { invalid, notFound, nullIfNotFound, RunloomError } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type Accounts, authorOf, type Visibility } from '../accounts/index.ts';
import {
  type Project,
  type ProjectChange,
  type Projects,
  REGISTRY_PREFIX,
} from '../projects/index.ts';
import { createRegistryStore } from './store.ts';
import type { Registries, Registry, RegistryChange, RegistrySettings } from './types.ts';

const MAX_NAME = 128;
const MAX_LIST = 1_000;
/** What a registry is that nobody has set up. */
const STANDARD: RegistrySettings = { allowsAllTypes: true, types: [], protectedAliases: [] };

const VISIBILITY: Readonly<Record<NonNullable<RegistryChange['visibility']>, Visibility>> = {
  organization: 'team',
  restricted: 'private',
};

/** Registries over the metadata store. */
export function createRegistries(deps: {
  metadata: MetadataStore;
  accounts: Pick<Accounts, 'findEntity' | 'getEntity' | 'may' | 'putProjectMembers'>;
  projects: Pick<Projects, 'put' | 'list' | 'find'>;
}): Registries {
  const { accounts, projects } = deps;
  const store = createRegistryStore(deps.metadata);

  async function settingsOf(project: Project): Promise<RegistrySettings | null> {
    if (!project.name.startsWith(REGISTRY_PREFIX)) return null;
    const owner = await accounts.getEntity(project.entityId);
    if (owner?.kind !== 'organization') return null;
    return (await store.get(project.id)) ?? STANDARD;
  }

  return {
    settingsOf,

    async list(actor, entityName) {
      const entity = await accounts.findEntity(entityName);
      if (entity?.kind !== 'organization') return [];
      const listed: Registry[] = [];
      for (const project of await projects.list(actor, entity)) {
        const settings = await settingsOf(project);
        if (settings !== null) listed.push({ project, settings });
      }
      return listed.sort((a, b) => (a.project.name < b.project.name ? -1 : 1));
    },

    async put(actor, entityName, name, change) {
      const entity = await accounts.findEntity(entityName);
      if (entity?.kind !== 'organization') throw notFound(`The organization ${entityName}`);
      if (!name.startsWith(REGISTRY_PREFIX) || name.length === REGISTRY_PREFIX.length) {
        throw invalid(`The name of a registry begins with ${REGISTRY_PREFIX}.`);
      }
      checkNames('type', change.types);
      checkNames('protected alias', change.protectedAliases);
      const { visibility = null, description } = change;
      const projectChange: ProjectChange = {
        ...(description !== undefined && { description }),
        ...(visibility !== null && { visibility: VISIBILITY[visibility] }),
      };
      const existing = await projects.find(actor, entityName, name, 'manage').catch(nullIfNotFound);
      const isChange = Object.keys(projectChange).length > 0;
      const { created, value } =
        existing !== null && !isChange
          ? { created: false, value: existing }
          : await projects.put(actor, entityName, name, {
              ...(existing === null && { visibility: VISIBILITY.organization }),
              ...projectChange,
            });
      const settings = await store.put(value.id, (before) => merged(before ?? STANDARD, change));
      if (created && actor.kind === 'user') {
        // Whoever made it stays its admin, whatever becomes of their role in the organization.
        const maker = { kind: 'user', id: authorOf(actor) } as const;
        await accounts.putProjectMembers(actor, value, [maker], 'admin', { keepsRoles: true });
      }
      return { created, value: { project: value, settings } };
    },

    rules: {
      async checkLink(project, typeName) {
        const settings = await settingsOf(project);
        if (settings === null || settings.allowsAllTypes || settings.types.includes(typeName)) {
          return;
        }
        throw invalid(
          `The registry ${project.name} takes artifacts of the types ${settings.types.join(', ')}, not ${typeName}.`,
        );
      },

      async checkAliases(actor, project, aliases) {
        const settings = await settingsOf(project);
        const guarded = aliases.filter((alias) => settings?.protectedAliases.includes(alias));
        if (guarded.length === 0) return;
        if (await accounts.may(actor, 'protect', { kind: 'project', project })) return;
        throw new RunloomError(
          'forbidden',
          `The alias ${guarded.join(', ')} is protected: only admins of the registry ${project.name} give and take it.`,
        );
      },

      async checkLog(project) {
        if ((await settingsOf(project)) === null) return;
        throw invalid(
          `${project.name} is a registry: log the artifact to a project and link it from there.`,
        );
      },
    },
  };
}

function merged(before: RegistrySettings, change: RegistryChange): RegistrySettings {
  return {
    allowsAllTypes: change.allowsAllTypes ?? before.allowsAllTypes,
    types: [...new Set([...before.types, ...(change.types ?? [])])],
    protectedAliases: change.protectedAliases ?? before.protectedAliases,
  };
}

function checkNames(what: string, names: readonly string[] | undefined): void {
  if (names === undefined) return;
  if (names.length > MAX_LIST) throw invalid(`A registry has at most ${MAX_LIST} of each list.`);
  const wrong = names.find((name) => name.trim() === '' || name.length > MAX_NAME);
  if (wrong !== undefined) throw invalid(`A ${what} has 1 to ${MAX_NAME} characters.`);
}
