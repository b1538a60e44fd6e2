import { describe, expect, it } from 'vitest';
import { setStage } from '../stage.testing.ts';

const stage = setStage();

const STOP = 'mutation S($id: ID!) { stopRun(input: {id: $id}) { success } }';
const DELETE = 'mutation D($id: ID!) { deleteRun(input: {id: $id}) { clientMutationId } }';

const idOf = (text: string) => Buffer.from(text).toString('base64');

describe('a run', () => {
  it('is stopped by the id that the scheduler of sweeps makes of its address', async () => {
    await stage.upsert('told');
    expect(await stage.admin.ask(STOP, { id: idOf('Run:v1:told:looms:admin') })).toEqual({
      stopRun: { success: true },
    });
    expect(await stage.read('told', 'stopped')).toEqual({ stopped: true });
  });

  it.each([
    ['of nobody', 'Run:v1:told:looms:nobody'],
    ['of no run', 'Run:v1:none:looms:admin'],
    ['with a part too few', 'Run:v1:told:looms'],
    ['of something else', 'Project:7'],
  ])('is not found by an id %s', async (_name, text) => {
    const answer = await stage.admin.graphql(STOP, { id: idOf(text) });
    expect(answer.json).toMatchObject({ errors: [{ message: expect.any(String) }] });
    expect(answer.status).toBeLessThan(500);
  });

  it('is stopped and deleted by its address only by who may write to it', async () => {
    await stage.upsert('mine');
    const id = idOf('Run:v1:mine:looms:admin');
    for (const mutation of [STOP, DELETE]) {
      const answer = await stage.guest.graphql(mutation, { id });
      expect(answer.json).toMatchObject({ errors: [{ message: expect.any(String) }] });
    }
    expect(await stage.read('mine', 'stopped')).toEqual({ stopped: false });
    await stage.admin.ask(DELETE, { id });
    expect((await stage.admin.graphql(STOP, { id })).json).toMatchObject({ errors: [{}] });
  });
});
