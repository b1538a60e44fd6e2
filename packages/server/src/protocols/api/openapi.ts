import { ApiError } from '@runloom/model';
import { z } from 'zod';
import { API_PREFIX, type ApiRoute } from './route.ts';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the routes, made from the same definitions that serve them. */
export function describeApi(routes: readonly ApiRoute[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const address = API_PREFIX + route.path;
    paths[address] ??= {};
    paths[address][route.method.toLowerCase()] = describeRoute(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Runloom',
      version,
      description:
        'Runs, their metrics, console output and files, and who may see them. Send an API key as `Authorization: Bearer KEY` or as the password of `Basic api:KEY`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ bearer: [] }, { basic: [] }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        basic: { type: 'http', scheme: 'basic' },
      },
      schemas: { ApiError: schemaOf(ApiError, 'output') },
    },
    paths,
  };
}

function describeRoute(route: ApiRoute): Json {
  return {
    summary: route.summary,
    operationId: operationId(route),
    'x-policy': route.policy,
    ...(route.policy === 'public' ? { security: [] } : {}),
    parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
    ...(route.body
      ? {
          requestBody: {
            content: { 'application/json': { schema: schemaOf(route.body, 'input') } },
          },
        }
      : {}),
    ...(route.takesFile ? { requestBody: { content: { 'application/octet-stream': {} } } } : {}),
    responses: {
      ...successes(route),
      default: {
        description: 'What went wrong',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/ApiError' } } },
      },
    },
  };
}

function operationId({ method, path }: ApiRoute): string {
  const words = path.split(/[^A-Za-z]+/).filter((word) => word !== '');
  return [method.toLowerCase(), ...words].join('_');
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodObject | undefined): Json[] {
  if (query === undefined) return [];
  const schema = schemaOf(query, 'input');
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  return Object.entries((schema['properties'] ?? {}) as Json).map(([name, property]) => ({
    name,
    in: 'query',
    required: required.has(name),
    schema: property,
  }));
}

function successes({ answer }: ApiRoute): Json {
  if (answer === 'nothing') return { 204: { description: 'Done' } };
  if ('media' in answer) {
    return { 200: { description: 'A stream', content: { [answer.media]: {} } } };
  }
  const content = { 'application/json': { schema: schemaOf(answer.json, 'output') } };
  return {
    200: { description: 'Done', content },
    ...(answer.alsoCreates ? { 201: { description: 'Created', content } } : {}),
  };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
