import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { exceededLimit, LIMITS } from './limits.ts';

/** A document that can be executed, or what is wrong with it. */
export type PreparedDocument =
  | { readonly document: DocumentNode; readonly errors?: undefined }
  | { readonly document?: undefined; readonly errors: readonly GraphQLError[] };

/** Clients send the same few documents again and again. */
const CACHE_SIZE = 200;
const MAX_ERRORS = 20;

/**
 * Parses and validates documents, remembering the good ones. The types of the schema are told only
 * to those who are signed in.
 */
export function createDocuments(schema: GraphQLSchema) {
  const known = new Map<string, PreparedDocument>();

  return function prepare(text: string, signedIn: boolean): PreparedDocument {
    const key = `${signedIn ? 'signed in' : 'anonymous'}:${text}`;
    const remembered = known.get(key);
    if (remembered) {
      known.delete(key);
      known.set(key, remembered);
      return remembered;
    }
    const prepared = prepareDocument(schema, text, signedIn);
    if (prepared.document) {
      known.set(key, prepared);
      const [oldest] = known.keys();
      if (known.size > CACHE_SIZE && oldest !== undefined) known.delete(oldest);
    }
    return prepared;
  };
}

function prepareDocument(schema: GraphQLSchema, text: string, signedIn: boolean): PreparedDocument {
  if (text.length > LIMITS.characters) {
    const message = `The query is too large: it has more than ${LIMITS.characters} characters.`;
    return { errors: [new GraphQLError(message)] };
  }
  const document = parseDocument(text);
  if (document instanceof GraphQLError) return { errors: [document] };
  const exceeded = exceededLimit(document);
  if (exceeded) return { errors: [exceeded] };
  const rules = signedIn ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const errors = validate(schema, document, rules, { maxErrors: MAX_ERRORS });
  return errors.length > 0 ? { errors } : { document };
}

function parseDocument(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text, { maxTokens: LIMITS.tokens, noLocation: false });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}
