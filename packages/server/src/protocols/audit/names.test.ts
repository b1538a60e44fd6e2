import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditAction, unchangingRoutes } from '../api/audit-actions.ts';
import { openRoom, type Room } from '../api/room.testing.ts';
import { DATA_MUTATIONS, mutationAction } from '../wandb/graphql/audit.ts';
import { createSchema } from '../wandb/graphql/schema.ts';
import { WEAVE_ACTIONS, weaveAction } from '../weave/audit.ts';

let room: Room;
let routes: readonly string[];

beforeAll(async () => {
  room = await openRoom();
  const { paths } = (await room.admin('GET', '/openapi.json')).json;
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map(
      (method) => `${method.toUpperCase()} ${path.slice('/api/v1'.length)}`,
    ),
  );
});
afterAll(() => room.close());

describe('names of the audit log', () => {
  it('every route that changes something has one, and only routes that are there are left out', () => {
    const changing = routes.filter((route) => !route.startsWith('GET '));
    const leftOut = changing.filter((route) => {
      const [method = '', path = ''] = route.split(' ');
      return auditAction(method, path) === null;
    });
    expect([...leftOut].sort()).toEqual([...unchangingRoutes()].sort());
    const names = changing.map((route) => auditAction(...(route.split(' ') as [string, string])));
    for (const name of names) expect(name ?? 'x:y').toMatch(/^[a-z-]+:[a-z-]+$/);
  });

  it('every mutation has one, but those by which data come', () => {
    const fields = Object.keys(createSchema().getMutationType()?.getFields() ?? {});
    expect(fields.filter((field) => mutationAction(field) === null).sort()).toEqual(
      [...DATA_MUTATIONS].sort(),
    );
    for (const field of fields) expect(mutationAction(field) ?? 'x:y').toMatch(/^[a-z-]+:[a-z-]+$/);
  });

  it('what clients of Weave delete has one, and only addresses that are there are named', () => {
    const served = room.server.http.routes.map(({ method, url }) => `${method} ${url}`);
    expect(Object.keys(WEAVE_ACTIONS).filter((route) => !served.includes(route))).toEqual([]);
    expect(weaveAction('DELETE', '/v2/:entity/:project/scorers/:object')).toBe('scorer:delete');
    expect(weaveAction('POST', '/call/upsert_batch')).toBeNull();
  });
});
