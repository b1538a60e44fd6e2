import { compareRuns, matchesRun, type RunFilter, type RunOrder } from '@runloom/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Project } from '../../projects/index.ts';
import type { Run, RunListOptions } from '../index.ts';
import { compilePattern } from './patterns.ts';
import { filter, order, runInput, subjectOf, useSearchRoom } from './search.testing.ts';

const { room, ada, projects, runs } = await useSearchRoom();

let projectNumber = 0;

const pattern = (text: string) => compilePattern(text, 'field').matches;

/** What the reference says the list is. */
function expected(
  all: readonly Run[],
  project: Project,
  wanted: RunFilter,
  by: RunOrder,
): string[] {
  return all
    .map((run) => subjectOf(run, 'ada', `ada/${project.name}`))
    .filter((subject) => matchesRun(wanted, subject, pattern))
    .sort((a, b) => compareRuns(a, b, by))
    .map((subject) => String(subject.attributes.name));
}

async function walk(
  project: Project,
  wanted: RunFilter,
  by: RunOrder,
  direction: 'forward' | 'backward',
  size: number,
): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 100; page += 1) {
    const options: RunListOptions =
      direction === 'forward'
        ? { first: size, after: cursor, filter: wanted, order: by, isCounted: true }
        : { last: size, before: cursor, filter: wanted, order: by };
    const found = await runs.list(project, options);
    if (direction === 'forward') {
      expect(found.totalCount).toBe(await runs.count([project], wanted));
    }
    const names = found.runs.map((run) => run.name);
    if (direction === 'forward') seen.push(...names);
    else seen.unshift(...names);
    cursor =
      direction === 'forward'
        ? found.nextCursor
        : found.hasPrevious
          ? (found.cursors[0] ?? null)
          : null;
    if (cursor === null) return seen;
  }
  throw new Error('The list does not end.');
}

it('finds, sorts, counts and pages runs as the reference says', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(runInput, { minLength: 1, maxLength: 14 }),
      fc.array(fc.tuple(filter, order), { minLength: 12, maxLength: 12 }),
      fc.integer({ min: 1, max: 6 }),
      async (inputs, questions, size) => {
        projectNumber += 1;
        const project = await projects.ensure(ada, 'ada', `p${projectNumber}`);
        for (const [index, input] of inputs.entries()) {
          if (index % 2 === 0) room.clock.now += 1;
          await runs.upsert(ada, {
            ...input,
            name: `r${index}`,
            entityName: 'ada',
            projectName: project.name,
          });
        }
        const names = inputs.map((_, index) => `r${index}`);
        const all = await runs.findMany(project, names);
        for (const [wanted, by] of questions) {
          const list = expected(all, project, wanted, by);
          expect(await walk(project, wanted, by, 'forward', size)).toEqual(list);
          expect(await walk(project, wanted, by, 'backward', size)).toEqual(list);
          expect(await runs.count([project], wanted)).toBe(list.length);
        }
        // What is written is seen at once, and what is deleted is not.
        const [first] = all;
        const next = inputs.at(-1);
        if (first === undefined || next === undefined) return;
        await runs.upsert(ada, { id: first.id, config: next.config ?? null, tags: ['adam'] });
        const last = all.at(-1);
        if (last !== undefined && last !== first) await runs.remove(ada, last.id);
        const left = await runs.findMany(project, names);
        for (const [wanted, by] of questions) {
          const list = expected(left, project, wanted, by);
          expect(await walk(project, wanted, by, 'forward', size)).toEqual(list);
          expect(await runs.count([project], wanted)).toBe(list.length);
        }
      },
    ),
    { numRuns: Number(process.env['SEARCH_RUNS'] ?? 25) },
  );
}, 300_000);
