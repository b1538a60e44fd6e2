import {
  type GraphQLInputType,
  type GraphQLOutputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ask,
  MATRIX,
  openStage,
  type SeenBy,
  type Stage,
  VISIBILITIES,
  type Who,
  without,
} from '../../api/access-matrix.testing.ts';
import { openRoom, type Room } from '../../api/room.testing.ts';
import { encodeGlobalId } from './global-id.ts';
import { createSchema } from './schema.ts';

let room: Room;
let stage: Stage;
beforeAll(async () => {
  room = await openRoom();
  stage = await openStage(room);
}, 120_000);
afterAll(() => room.close());

const schema = createSchema();
const FIELDS = (['Query', 'Mutation'] as const).flatMap((type) =>
  Object.values(
    (type === 'Query' ? schema.getQueryType() : schema.getMutationType())?.getFields() ?? {},
  ).map((field) => ({ type, field })),
);

/** What a project is called by, be it there or not. */
type Names = Stage['projects'][SeenBy];

/** A value for an argument, by its name: what names a project names this one. */
function valueFor(name: string, type: GraphQLInputType, names: Names): unknown {
  if (isNonNullType(type)) return valueFor(name, type.ofType, names);
  if (isListType(type)) return [valueFor(name, type.ofType, names)];
  if (isInputObjectType(type)) {
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type) || WANTED.test(field.name))
        .map((field) => [field.name, valueFor(field.name, field.type, names)]),
    );
  }
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isScalarType(type) && ['Int', 'Int64', 'Float'].includes(type.name)) return 1;
  if (isScalarType(type) && type.name === 'Boolean') return false;
  if (/entity/i.test(name) && !/entityid/i.test(name)) return 'crew';
  if (/^(projectName|modelName|project|oldProjectName)$/.test(name)) return names.name;
  if (/^(projectId|projectID)$/.test(name)) return names.id;
  if (/^(viewID|viewId)$/.test(name)) return names.viewId;
  if (/run.*id$/i.test(name)) return names.runId;
  if (/^runName$/i.test(name)) return 'r1';
  if (isScalarType(type) && type.name.startsWith('JSON')) return '{}';
  return 'x';
}

/** Arguments that may be left out, yet say which project is meant. */
const WANTED =
  /^(entityName|projectName|modelName|runName|name|id|projectId|viewID|description|displayName)$/;

/** The ids by which this field is asked in turn: of a project, a run, a view. */
const idsOf = (names: Names) => [names.id, names.runId, names.viewId];

function documentFor({ type, field }: (typeof FIELDS)[number], names: Names, id: string) {
  const variables: Record<string, unknown> = {};
  for (const argument of field.args) {
    const value = valueFor(argument.name, argument.type, names);
    variables[argument.name] =
      argument.name === 'name' && field.name !== 'entity' && field.name !== 'organization'
        ? names.name
        : argument.name === 'id'
          ? id
          : value;
    const inner = variables[argument.name];
    if (typeof inner === 'object' && inner !== null && 'id' in inner) {
      variables[argument.name] = { ...inner, id };
    }
  }
  const declared = field.args.map(({ name, type: of }) => `$${name}: ${of}`).join(', ');
  const given = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const head = `${type.toLowerCase()}${declared ? ` (${declared})` : ''}`;
  const call = `${field.name}${given ? `(${given})` : ''}`;
  return { query: `${head} { ${call} ${selectionOf(field.type, 3)} }`, variables };
}

/** All fields without arguments, some levels deep. */
function selectionOf(type: GraphQLOutputType, depth: number): string {
  if (isNonNullType(type) || isListType(type)) return selectionOf(type.ofType, depth);
  if (!isObjectType(type))
    return '__typename' in type
      ? ''
      : isScalarType(type) || isEnumType(type)
        ? ''
        : '{ __typename }';
  if (depth === 0) return '{ __typename }';
  const fields = Object.values(type.getFields())
    .filter(({ args }) => args.every((argument) => !isNonNullType(argument.type)))
    .map(({ name, type: of }) => `${name} ${selectionOf(of, depth - 1)}`);
  return `{ __typename ${fields.slice(0, 25).join(' ')} }`;
}

/** What of a project is not there. */
function nothingLike(names: Names, count: number): Names {
  const absent = (kind: string) => encodeGlobalId(kind, 900_000 + count);
  return {
    name: `${count}`.padStart(names.name.length, 'x'),
    id: absent('Project'),
    runId: absent('Run'),
    viewId: absent('View'),
  };
}

/** About people alone. */
const NO_PROJECT = new Set(['generateApiKey', 'deleteApiKey', 'updateUser', 'createUser']);
/** It would end what the others need. */
const LEFT_OUT = new Set([
  ...['deleteModel', 'renameProject'],
  ...[
    'createTeam',
    'createServiceAccount',
    'createInvite',
    'deleteInvite',
    'deleteView',
    'deleteRun',
  ],
]);

test('every resolver answers of what may not be seen as if it were not there, and nobody changes what they only read', async () => {
  const wrong: string[] = [];
  let asked = 0;
  const post = (who: Who, body: object) =>
    ask(room, stage.keys[who], { method: 'POST', path: '/graphql', body });
  for (const one of FIELDS.filter(({ field }) => !NO_PROJECT.has(field.name))) {
    for (const who of Object.keys(MATRIX) as Who[]) {
      for (const seen of VISIBILITIES) {
        const may = MATRIX[who][seen];
        const names = stage.projects[seen];
        const isHidden = may === 'nothing';
        if (!isHidden && (LEFT_OUT.has(one.field.name) || may !== 'read')) continue;
        if (!isHidden && one.type === 'Query') continue;
        for (const [index, id] of idsOf(names).entries()) {
          asked += 1;
          const told = await post(who, documentFor(one, names, id));
          const say = (why: string, more = '') =>
            wrong.push(
              `${one.type}.${one.field.name} for ${who}, ${seen}: ${told.status} ${why} ${told.text.slice(0, 200)} ${more.slice(0, 200)}`,
            );
          if (!isHidden) {
            // `custom` may delete and write reports; all else is refused or means something that is not there.
            const isDone = told.status === 200 && !told.text.includes('"errors"');
            if (isDone && who !== 'custom') say('is done by who may only read');
            break;
          }
          const absent = nothingLike(names, asked);
          const nothing = await post(who, documentFor(one, absent, idsOf(absent)[index] ?? ''));
          // Who may make projects here learns that a name is taken, and no more.
          if (!nothing.text.includes('"errors"') && one.type === 'Mutation') {
            if (!told.text.includes('"errors"')) say('is done where it may not be');
            continue;
          }
          const isSame =
            JSON.stringify(without(told, [names.name, id])) ===
            JSON.stringify(without(nothing, [absent.name, idsOf(absent)[index] ?? '']));
          if (!isSame) say('tells what is there', nothing.text);
          if (!one.field.args.some(({ name }) => name === 'id' || name === 'input')) break;
        }
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(2_000);
}, 240_000);
