import { invalid } from '../../../platform/errors.ts';
import { membershipSource } from './artifact-fields.ts';
import {
  collectionSource,
  readArtifactId,
  readCollectionId,
  tagSource,
} from './artifact-sources.ts';
import type { Context, Resolver } from './context.ts';

type Maybe<T> = T | null | undefined;

interface ChangeInput {
  readonly name?: Maybe<string>;
  readonly description?: Maybe<string>;
  readonly artifactSequenceID?: string;
  readonly artifactPortfolioID?: string;
  readonly destinationArtifactTypeName?: string;
}

const idOf = ({ artifactSequenceID, artifactPortfolioID }: ChangeInput) =>
  readCollectionId(artifactSequenceID ?? artifactPortfolioID ?? '');

const update: Resolver<unknown, { input: ChangeInput }> = async (_root, { input }, context) => {
  const { name, description } = input;
  const change = {
    ...(typeof name === 'string' && { name }),
    ...(typeof description === 'string' && { description }),
  };
  const { deps, actor } = context;
  const collection = await deps.artifacts.updateCollection(actor, idOf(input), change);
  return { artifactCollection: collectionSource(collection) };
};

const remove: Resolver<unknown, { input: ChangeInput }> = async (_root, { input }, context) => {
  const collection = await context.deps.artifacts.removeCollection(context.actor, idOf(input));
  return { artifactCollection: collectionSource(collection) };
};

const moveArtifactSequence: Resolver<unknown, { input: ChangeInput }> = async (
  _root,
  { input },
  { deps, actor },
) => {
  const typeName = input.destinationArtifactTypeName ?? '';
  const collection = await deps.artifacts.moveCollection(actor, idOf(input), typeName);
  return { artifactCollection: collectionSource(collection) };
};

interface TagsInput {
  readonly artifactCollectionName: string;
  readonly entityName: string;
  readonly projectName: string;
  readonly tags: readonly { readonly tagName: string }[];
}

async function changeTags(input: TagsInput, how: 'add' | 'remove', { deps, actor }: Context) {
  const project = await deps.projects.find(actor, input.entityName, input.projectName, 'write');
  const name = input.artifactCollectionName;
  const collection = await deps.artifacts.findCollection(project, name);
  if (collection === null) throw invalid(`There is no artifact called ${name}.`);
  const tags = input.tags.map(({ tagName }) => tagName);
  return deps.artifacts.tagCollection(actor, collection.id, { [how]: tags });
}

interface LinkInput {
  readonly aliases?: Maybe<readonly { readonly alias: string }[]>;
  readonly artifactID?: Maybe<string>;
  readonly artifactPortfolioID?: Maybe<string>;
  readonly artifactPortfolioName?: Maybe<string>;
  readonly clientID?: Maybe<string>;
  readonly entityName?: Maybe<string>;
  readonly projectName?: Maybe<string>;
}

const linkArtifact: Resolver<unknown, { input: LinkInput }> = async (
  _root,
  { input },
  { deps, actor },
) => {
  const id = input.artifactID
    ? readArtifactId(input.artifactID)
    : await deps.artifacts.findByClientId(actor, input.clientID ?? '');
  if (id === null) throw invalid('The artifact that is to be linked was never logged here.');
  const target = input.artifactPortfolioID
    ? { portfolioId: readCollectionId(input.artifactPortfolioID) }
    : {
        entityName: input.entityName ?? '',
        projectName: input.projectName ?? '',
        portfolioName: input.artifactPortfolioName ?? '',
      };
  const aliases = (input.aliases ?? []).map(({ alias }) => alias);
  const membership = await deps.artifacts.link(actor, id, target, aliases);
  return { versionIndex: membership.index, artifactMembership: membershipSource(membership) };
};

const unlinkArtifact: Resolver<
  unknown,
  { input: { artifactID: string; artifactPortfolioID: string } }
> = async (_root, { input }, { deps, actor }) => {
  const portfolio = readCollectionId(input.artifactPortfolioID);
  await deps.artifacts.unlink(actor, readArtifactId(input.artifactID), portfolio);
  return { success: true };
};

export const artifactCollectionChanges = {
  Mutation: {
    linkArtifact,
    unlinkArtifact,
    deleteArtifactSequence: remove,
    deleteArtifactPortfolio: remove,
    updateArtifactSequence: update,
    updateArtifactPortfolio: update,
    moveArtifactSequence,
    createArtifactCollectionTagAssignments: (async (_root, { input }, context) => {
      const tags = await changeTags(input, 'add', context);
      return { tags: tags.map(tagSource) };
    }) as Resolver<unknown, { input: TagsInput }>,
    deleteArtifactCollectionTagAssignments: (async (_root, { input }, context) => {
      await changeTags(input, 'remove', context);
      return { success: true };
    }) as Resolver<unknown, { input: TagsInput }>,
  },
};
