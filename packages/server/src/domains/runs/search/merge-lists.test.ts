import type { RunOrder } from '@runloom/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Project } from '../../projects/index.ts';
import { type RunGroup, sampleDeviation } from '../index.ts';
import { filter, order, runInput, useSearchRoom } from './search.testing.ts';

const { room, ada, projects, runs } = await useSearchRoom();

let number = 0;
const project = (name: string) => projects.ensure(ada, 'ada', `${name}${number}`);

const LR = { kind: 'config', path: 'lr' } as const;
const NO_FILTER = { kind: 'and', filters: [] } as const;

async function namesOf(listed: readonly Project[], wanted: object, orders: readonly RunOrder[]) {
  const options = { filter: wanted as typeof NO_FILTER, orders, columns: [LR] };
  const pages = [
    { skip: 0, limit: 3 },
    { skip: 3, limit: 100 },
  ];
  const rows = [];
  for (const page of pages) rows.push(...(await runs.listRows(listed, { ...options, ...page })));
  return rows.map(({ name, values, durationMs }) => [name, values, durationMs]);
}

/** Groups in one order, and their statistics but for the last digits, which hang on what is summed first. */
const told = (groups: readonly RunGroup[]) =>
  groups
    .map(({ key, count, moments: [moments] }) => ({
      key: `${typeof key} ${key}`,
      count,
      numbers: moments?.count ?? 0,
      min: moments?.min,
      max: moments?.max,
      deviation: moments ? Number(sampleDeviation(moments)?.toPrecision(9)) : null,
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));

/** Of what project they are is the one thing in which the runs differ. */
const question = fc
  .tuple(filter, fc.array(order, { minLength: 1, maxLength: 3 }))
  .filter((asked) => !JSON.stringify(asked).includes('"project"'));

it('several projects make the list that one would make that had the runs of all', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(runInput, fc.nat(2)), { minLength: 1, maxLength: 12 }),
      fc.array(question, { minLength: 6, maxLength: 6 }),
      async (inputs, questions) => {
        number += 1;
        const whole = await project('whole');
        const parts = [await project('a'), await project('b'), await project('c')];
        for (const [index, [input, at]] of inputs.entries()) {
          if (index % 2 === 0) room.clock.now += 1;
          for (const to of [whole, parts[at] ?? whole]) {
            const displayName = input.displayName || 'one';
            const place = { name: `r${index}`, entityName: 'ada', projectName: to.name };
            await runs.upsert(ada, { ...input, displayName, ...place });
          }
        }
        for (const [wanted, orders] of questions) {
          expect(await namesOf(parts, wanted, orders)).toEqual(
            await namesOf([whole], wanted, orders),
          );
          expect(await runs.count(parts, wanted)).toBe(await runs.count([whole], wanted));
          const by = orders[0]?.field ?? LR;
          const grouping = { filter: wanted, by, columns: [LR] };
          expect(told(await runs.listGroups(parts, grouping))).toEqual(
            told(await runs.listGroups([whole], grouping)),
          );
        }
        const search = { search: '', source: null, limit: 5 };
        expect(await runs.listPaths(parts, search)).toEqual(await runs.listPaths([whole], search));
        const texts = { search: 'a', limit: 3 };
        expect(await runs.listTexts(parts, LR, texts)).toEqual(
          await runs.listTexts([whole], LR, texts),
        );
      },
    ),
    { numRuns: 10 },
  );
}, 300_000);

it('works through the runs of several projects in the order of their ids', async () => {
  number += 1;
  const listed = [await project('a'), await project('b')];
  for (let index = 0; index < 9; index += 1) {
    const projectName = listed[index % 2]?.name ?? null;
    await runs.upsert(ada, { name: `r${index}`, entityName: 'ada', projectName });
  }
  const seen: string[] = [];
  let after = 0;
  for (;;) {
    const part = await runs.listBehind(listed, NO_FILTER, after, 4);
    seen.push(...part.map(({ name }) => name));
    if (part.length < 4) break;
    after = part.at(-1)?.id ?? 0;
  }
  expect(seen).toEqual(Array.from({ length: 9 }, (_, index) => `r${index}`));
});
