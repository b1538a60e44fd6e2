import { readFileSync } from 'node:fs';
import {
  buildASTSchema,
  type GraphQLFieldResolver,
  type GraphQLScalarType,
  type GraphQLSchema,
  isObjectType,
  isScalarType,
  parse,
} from 'graphql';
import { accountResolvers } from './accounts.ts';
import { artifactCollectionChanges } from './artifact-collection-changes.ts';
import { artifactCollectionResolvers } from './artifact-collections.ts';
import { artifactFieldResolvers } from './artifact-fields.ts';
import { artifactResolvers } from './artifacts.ts';
import { auditedMutation } from './audit.ts';
import { automationResolvers } from './automations.ts';
import { branchingResolvers } from './branching.ts';
import { chartResolvers } from './charts.ts';
import { consoleResolvers } from './console.ts';
import type { Context, Resolver } from './context.ts';
import { entityResolvers } from './entities.ts';
import { fileResolvers } from './files.ts';
import { historyResolvers } from './history.ts';
import { historyKeyResolvers } from './history-keys.ts';
import { integrationResolvers } from './integrations.ts';
import { launchResolvers } from './launch.ts';
import { parquetHistoryResolvers } from './parquet-history.ts';
import { requireResolverPolicies } from './policies.ts';
import { projectResolvers } from './projects.ts';
import { registryResolvers } from './registries.ts';
import { runLifecycleResolvers } from './run-lifecycle.ts';
import { runResolvers } from './runs.ts';
import { DateTimeScalar, Int64Scalar, JsonScalar, JsonStringScalar } from './scalars.ts';
import { serverInfoResolvers } from './server-info.ts';
import { sweepResolvers } from './sweeps.ts';
import { teamResolvers } from './teams.ts';
import { viewResolvers } from './views.ts';

/** One file of definitions stands beside the resolvers of each resource. */
const RESOURCES = [
  'schema',
  'server-info',
  'accounts',
  'entities',
  'teams',
  'projects',
  'runs',
  'branching',
  'history',
  'console',
  'files',
  'charts',
  'views',
  'artifacts',
  'artifact-collections',
  'registries',
  'sweeps',
  'automations',
  'integrations',
  'launch',
] as const;

const SCALARS = [JsonScalar, JsonStringScalar, DateTimeScalar, Int64Scalar];

const RESOLVERS: readonly Resolvers[] = [
  serverInfoResolvers,
  accountResolvers,
  entityResolvers,
  teamResolvers,
  projectResolvers,
  runResolvers,
  runLifecycleResolvers,
  branchingResolvers,
  historyResolvers,
  historyKeyResolvers,
  parquetHistoryResolvers,
  consoleResolvers,
  fileResolvers,
  chartResolvers,
  viewResolvers,
  artifactResolvers,
  artifactFieldResolvers,
  artifactCollectionChanges,
  artifactCollectionResolvers,
  registryResolvers,
  sweepResolvers,
  automationResolvers,
  integrationResolvers,
  launchResolvers,
];

/** Resolvers by type and field; a field without one is the property of that name. */
type Resolvers = Readonly<Record<string, Readonly<Record<string, Resolver<never, never>>>>>;

/**
 * The schema: what this server can truthfully answer. A field that is not in it is refused with
 * graphql-js's own words, by which clients find out what a server can do.
 */
export function createSchema(): GraphQLSchema {
  const definitions = RESOURCES.map((name) =>
    readFileSync(new URL(`./${name}.graphql`, import.meta.url), 'utf8'),
  );
  const schema = buildASTSchema(parse(definitions.join('\n')));
  for (const scalar of SCALARS) giveMeaning(schema, scalar);
  for (const resolvers of RESOLVERS) giveResolvers(schema, resolvers);
  requireResolverPolicies(schema);
  return schema;
}

function giveMeaning(schema: GraphQLSchema, scalar: GraphQLScalarType): void {
  const type = schema.getType(scalar.name);
  if (!isScalarType(type)) throw new Error(`The schema has no scalar ${scalar.name}`);
  type.serialize = scalar.serialize;
  type.parseValue = scalar.parseValue;
  type.parseLiteral = scalar.parseLiteral;
}

function giveResolvers(schema: GraphQLSchema, resolvers: Resolvers): void {
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    for (const [name, resolve] of Object.entries(fields)) {
      const field = isObjectType(type) ? type.getFields()[name] : undefined;
      if (!field) throw new Error(`The schema has no field ${typeName}.${name}`);
      // What a field is given is decided by the resolver of the field above it.
      const told = typeName === 'Mutation' ? auditedMutation(name, resolve) : resolve;
      field.resolve = told as unknown as GraphQLFieldResolver<unknown, Context>;
    }
  }
}
