import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { requireResolverPolicies } from './policies.ts';
import { createSchema } from './schema.ts';

it('every resolver at the root has a policy', () => {
  expect(() => createSchema()).not.toThrow();
});

it('a resolver without a policy stops the start, and so does a policy without a resolver', () => {
  const schema = () => buildSchema('type Query { a: Int b: Int } type Mutation { c: Int }');
  const policies = { a: 'public', b: 'signed-in' } as const;
  expect(() => requireResolverPolicies(schema(), { queries: policies, mutations: {} })).toThrow(
    'The resolver Mutation.c declares no policy',
  );
  expect(() =>
    requireResolverPolicies(schema(), { queries: { a: 'public' }, mutations: { c: 'signed-in' } }),
  ).toThrow('The resolver Query.b declares no policy');
  expect(() =>
    requireResolverPolicies(schema(), {
      queries: { ...policies, gone: 'public' },
      mutations: { c: 'signed-in' },
    }),
  ).toThrow('There is a policy for Query.gone, but no resolver');
});
