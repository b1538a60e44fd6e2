import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { AlsoFromText, otherProject, runPlace, runReference } from './index.ts';

const HOME = { entity: 'ada', project: 'looms' };
const name = fc.string({ minLength: 1 }).filter((text) => !text.includes('/'));

test('a reference means the run that it was made of', () => {
  fc.assert(
    fc.property(name, name, name, (entity, project, run) => {
      const place = { entity, project, run };
      expect(runPlace(HOME, runReference(HOME, place))).toEqual(place);
    }),
  );
});

it('is the name alone in the project itself', () => {
  expect(runReference(HOME, { ...HOME, run: 'r1' })).toBe('r1');
  expect(otherProject('r1')).toBeNull();
});

it('names the other project in front', () => {
  const reference = runReference(HOME, { entity: 'bob', project: 'looms', run: 'r1' });
  expect(reference).toBe('bob/looms/r1');
  expect(otherProject(reference)).toEqual({ entity: 'bob', project: 'looms' });
});

it.each(['a/b', 'a//b', '/a/b', 'a/b/c/d'])('%j means a run of the project itself', (text) => {
  expect(runPlace(HOME, text)).toEqual({ ...HOME, run: text });
});

it('projects in an address are a JSON list, or an error that says so', () => {
  expect(AlsoFromText.parse(undefined)).toEqual([]);
  expect(AlsoFromText.parse(JSON.stringify([HOME]))).toEqual([HOME]);
  expect(AlsoFromText.safeParse('ada/looms').error?.issues[0]?.message).toMatch(/JSON list/);
});
