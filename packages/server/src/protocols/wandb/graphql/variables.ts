import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isInputObjectType,
  typeFromAST,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/**
 * Clients newer than this server write fields it does not know into input objects, mostly as null
 * ("not given"). Such a null says nothing, so it is dropped and not refused.
 */
export function dropUnknownNulls(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
  variables: Variables,
): Variables {
  const operation = getOperationAST(document, operationName);
  const kept: Record<string, unknown> = { ...variables };
  for (const definition of operation?.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    // Only types that can be given are left in a validated document.
    const type = typeFromAST(schema, definition.type as Parameters<typeof typeFromAST>[1]);
    if (type !== undefined && Object.hasOwn(kept, name)) {
      kept[name] = prune(kept[name], type as GraphQLInputType);
    }
  }
  return kept;
}

function prune(value: unknown, type: GraphQLInputType): unknown {
  if (Array.isArray(value)) return value.map((item) => prune(item, type));
  const named = getNamedType(type);
  if (typeof value !== 'object' || value === null || !isInputObjectType(named)) return value;
  const fields = named.getFields();
  const pruned: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field) pruned[name] = prune(member, field.type);
    else if (member !== null) pruned[name] = member;
  }
  return pruned;
}
