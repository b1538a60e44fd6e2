import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Generated } from 'kysely';
import {
  type Accounts,
  createAccounts,
  type UserActor,
} from '../packages/server/src/domains/accounts/index.ts';
import { createProjects } from '../packages/server/src/domains/projects/index.ts';
import { createSearch } from '../packages/server/src/domains/search/index.ts';
import {
  type MetadataStore,
  openMetadataStore,
} from '../packages/server/src/stores/metadata/index.ts';
import { startPostgres } from '../tests/support/postgres.ts';
import { askedParts, type BenchOptions } from './options.ts';
import { quantile, report, round } from './report.ts';

const OBJECTS = 1_000_000;
const QUICK_OBJECTS = 20_000;
const REPEATS = 11;
const TEAMS = 100;
const PROJECTS_EACH = 50;
/** Teams that the second person is in. */
const MANY_TEAMS = 40;
const ROWS_AT_ONCE = 400;
const ENGINES = ['SQLite', 'PostgreSQL'] as const;

/** Of every hundred things so many are runs, artifacts and objects of Weave. */
const SHARES = { runs: 80, artifacts: 8 } as const;
const ADJECTIVES = ['lunar', 'rapid', 'silent', 'golden', 'crimson', 'icy', 'brave', 'dry'];
const NOUNS = ['weft', 'loom', 'shuttle', 'heddle', 'bobbin', 'selvage', 'warp', 'reed'];

/** What is asked: words that are everywhere, rare ones, and those that are nowhere. */
const QUESTIONS: readonly (readonly [what: string, text: string])[] = [
  ['a whole name', 'lunar-weft-4242'],
  ['an id', 'r0004242'],
  ['one letter', 'l'],
  ['a word of an eighth', 'weft'],
  ['a word of all', 'study'],
  ['two words of all', 'study baseline'],
  ['the beginning of all', 'stu'],
  ['a rare word', 'quaternion'],
  ['a word of old ones alone', 'antique'],
  ['a part of a name', 'unar-w'],
  ['a part that is nowhere', 'zqxzqx'],
  ['no match of common words', 'study zqx'],
  ['three letters that are nowhere', 'zqx'],
  ['Chinese', '模型'],
];

/** How long a search over a million things takes, for people who may see all, many and few of them. */
export async function benchSearch(options: BenchOptions): Promise<void> {
  const isAsked = askedParts(options, 'search', ENGINES);
  const objects = options.quick ? QUICK_OBJECTS : (options.points ?? OBJECTS);
  const rows: Record<string, string | number>[] = [];
  const built: Record<string, string | number>[] = [];
  const directory = options.keep
    ? resolve(options.keep)
    : await mkdtemp(join(tmpdir(), 'runloom-bench-search-'));
  await mkdir(directory, { recursive: true });
  const postgres = isAsked('PostgreSQL')
    ? await startPostgres(options.keep && join(directory, 'postgres'))
    : null;
  try {
    for (const engine of ENGINES.filter(isAsked)) {
      const metadata =
        engine === 'PostgreSQL' && postgres !== null
          ? openMetadataStore({
              kind: 'postgres',
              url: await postgres.createDatabase(`search_${objects}`),
            })
          : openMetadataStore({
              kind: 'sqlite',
              file: join(directory, `search-${objects}.sqlite`),
            });
      try {
        await metadata.migrate();
        const people = await meetPeople(metadata);
        const mark = join(directory, `filled-${engine}-${objects}`);
        const isFilled = existsSync(mark);
        if (!isFilled) await fill(metadata, people.owners, objects);
        const projects = createProjects({ metadata, accounts: people.accounts });
        const search = createSearch({ metadata, accounts: people.accounts, projects });
        const before = performance.now();
        while ((await search.refresh(5_000)) > 0);
        const seconds = (performance.now() - before) / 1_000;
        if (!isFilled) {
          built.push({
            engine,
            objects,
            seconds: round(seconds),
            'a second': round(objects / seconds),
          });
        }
        await writeFile(mark, '');
        for (const [what, text] of QUESTIONS) {
          const row: Record<string, string | number> = { engine, asked: what };
          for (const [who, actor] of Object.entries(people.actors)) {
            const times: number[] = [];
            const ours = process.cpuUsage();
            for (let repeat = 0; repeat < REPEATS; repeat += 1) {
              const start = performance.now();
              await search.find(actor, { text, limit: 6 });
              times.push(performance.now() - start);
            }
            row[`${who} ms`] = round(quantile(times, 0.5));
            row[`${who} worst`] = round(Math.max(...times));
            const { user, system } = process.cpuUsage(ours);
            row[`${who} processor`] = round((user + system) / 1_000 / REPEATS);
          }
          rows.push(row);
        }
      } finally {
        await metadata.close();
      }
    }
  } finally {
    await postgres?.stop();
    if (options.keep === undefined) await rm(directory, { recursive: true });
  }
  if (built.length > 0) {
    report({
      name: 'search-index',
      what: 'the index made of what was there before it, by the job of the server',
      rows: built,
    });
  }
  report({
    name: 'search',
    what: `one search of all kinds over ${objects.toLocaleString('en')} things in ${TEAMS * PROJECTS_EACH + 1} projects, ${REPEATS} times each: median, worst, and processor milliseconds of this process (all of the engine with SQLite, none of it with PostgreSQL), for an admin (all), a member of ${MANY_TEAMS} teams (${MANY_TEAMS * PROJECTS_EACH} projects) and the owner of one project`,
    rows,
  });
}

type Row = Record<string, string | number | null>;
/** What is written as it is; of ids the store makes some itself. */
type Tables = Record<
  | 'projects'
  | 'artifact_types'
  | 'runs'
  | 'artifact_collections'
  | 'weave_versions'
  | 'weave_objects',
  Row & { id: Generated<number>; project_id: number }
> & { search_queue: { id: number } };

interface People {
  readonly accounts: Accounts;
  readonly actors: Record<'all' | 'many' | 'one', UserActor>;
  /** The teams, and last the one person who owns one project. */
  readonly owners: readonly number[];
}

/** Who asks; the same people each time. */
async function meetPeople(metadata: MetadataStore): Promise<People> {
  const accounts = createAccounts({ metadata, secret: new Uint8Array(32) });
  const { user } = await accounts.ensureAdmin({});
  const actorOf = (found: { id: UserActor['userId']; username: string; isAdmin: boolean }) =>
    ({ ...found, kind: 'user', userId: found.id, via: 'key' }) as const;
  const all = actorOf(user);
  const many = actorOf((await accounts.putUser(all, 'many', {})).value);
  const one = actorOf((await accounts.putUser(all, 'one', {})).value);
  await accounts.putOrganization(all, 'mill');
  const owners: number[] = [];
  for (let team = 0; team < TEAMS; team += 1) {
    const { value } = await accounts.putTeam(all, 'mill', `team-${team}`);
    owners.push(value.id);
    if (team < MANY_TEAMS) {
      await accounts.putTeamMember(all, 'mill', `team-${team}`, 'many', 'member');
    }
  }
  const personal = await accounts.findEntity('one');
  return { accounts, actors: { all, many, one }, owners: [...owners, personal?.id ?? 0] };
}

/** Projects and things, straight into their tables; newest last. */
async function fill(
  metadata: MetadataStore,
  owners: readonly number[],
  objects: number,
): Promise<void> {
  const db = metadata.db.withTables<Tables>();
  const write = async (
    table: Exclude<keyof Tables, 'search_queue'>,
    rows: readonly Row[],
  ): Promise<void> => {
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      await db
        .insertInto(table)
        .values(rows.slice(start, start + ROWS_AT_ONCE))
        .execute();
    }
  };
  const stamp = { created_at: 1, updated_at: 1 };
  const projects = owners.slice(0, -1).flatMap((entity_id) =>
    Array.from({ length: PROJECTS_EACH }, (_, index) => ({
      entity_id,
      name: `project-${index}`,
      visibility: 'team',
      description: '',
      ...stamp,
    })),
  );
  await write('projects', [
    ...projects,
    {
      entity_id: owners.at(-1) ?? 0,
      name: 'mine',
      visibility: 'private',
      description: '',
      ...stamp,
    },
  ]);
  const ids = (await db.selectFrom('projects').select('id').orderBy('id').execute()).map(
    ({ id }) => id,
  );
  const projectOf = (index: number): number =>
    // One thing in a hundred is the one person's own.
    (index % 100 === 0 ? ids.at(-1) : ids[(index * 7919) % (ids.length - 1)]) ?? 0;
  await write(
    'artifact_types',
    ids.map((project_id) => ({ project_id, name: 'model', created_at: 1 })),
  );
  const types = new Map(
    (await db.selectFrom('artifact_types').select(['id', 'project_id']).execute()).map((row) => [
      row.project_id,
      row.id,
    ]),
  );
  const batch = 20_000;
  for (let start = 0; start < objects; start += batch) {
    const runs: Row[] = [];
    const artifacts: Row[] = [];
    const things: Row[] = [];
    const versions: Row[] = [];
    for (let index = start; index < Math.min(start + batch, objects); index += 1) {
      const project_id = projectOf(index);
      const name = nameOf(index);
      const share = (index * 31) % 100;
      if (share < SHARES.runs) {
        runs.push({
          project_id,
          name: `r${String(index).padStart(7, '0')}`,
          display_name: name,
          state: 'finished',
          notes: notesOf(index, objects),
          tags: '["baseline"]',
          heartbeat_at: index,
          created_at: index,
          updated_at: index,
          index_dirty: 0,
        });
      } else if (share < SHARES.runs + SHARES.artifacts) {
        artifacts.push({
          project_id,
          type_id: types.get(project_id) ?? 0,
          kind: 'sequence',
          name: `study-${name}`,
          description: notesOf(index, objects),
          created_at: index,
          updated_at: index,
        });
      } else {
        versions.push({
          id: index + 1,
          object_id: index + 1,
          project_id,
          digest: `d${index}`,
          version_index: 0,
          value: '{"description":"study baseline"}',
          size_bytes: 1,
          created_at: index,
        });
        things.push({
          id: index + 1,
          project_id,
          kind: 'object',
          name: `study-${name}`,
          base_class: index % 2 === 0 ? 'Dataset' : 'Prompt',
          latest_version_id: index + 1,
          created_at: index,
        });
      }
    }
    await write('runs', runs);
    await write('artifact_collections', artifacts);
    await write('weave_versions', versions);
    await write('weave_objects', things);
  }
  // What was written above waits in the queue as well; here it is found as what was there before.
  await db.deleteFrom('search_queue').execute();
}

function nameOf(index: number): string {
  const adjective = ADJECTIVES[index % ADJECTIVES.length];
  return `${adjective}-${NOUNS[(index >> 3) % NOUNS.length]}-${index}`;
}

function notesOf(index: number, objects: number): string {
  const words = ['study of a baseline'];
  if (index % 50_000 === 77) words.push('quaternion');
  if (index < objects / 4) words.push('antique');
  if (index % 1_000 === 13) words.push('模型训练');
  return words.join(' ');
}
