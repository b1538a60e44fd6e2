import { MAX_SEARCH_TEXT, SEARCH_KINDS, type SearchHit, type SearchKind } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type Accounts, type Actor, authorOf } from '../accounts/index.ts';
import type { Calls } from '../calls/index.ts';
import { type Project, type ProjectId, type Projects, registryNameOf } from '../projects/index.ts';
import { pathOf } from './addresses.ts';
import { createCallFinder } from './call-hits.ts';
import { createEntryStore } from './entry-store.ts';
import { createEntryFinder, type FoundEntry } from './find-entries.ts';
import { createDraftFinder } from './own-drafts.ts';
import { createPeopleFinder } from './people.ts';
import { compareMatches, excerptOf, isBetter, rangesIn } from './ranking.ts';
import { createReaches, isNowhere, isWithin } from './reach.ts';
import { createRefresher } from './refresh.ts';
import { createSources } from './sources/index.ts';
import { fold } from './text.ts';
import { type Asked, askFor } from './tokens.ts';
import type { Search, SearchGroup } from './types.ts';

const MOST_HITS = 100;
/** What changed is brought into the index before an answer, up to here: more is left to the periodic job. */
const MOST_BEFORE_ANSWER = 200;

const OTHERS: ReadonlySet<SearchKind> = new Set(['person', 'team', 'call']);

/** Search over the metadata store. `clock` in milliseconds. */
export function createSearch(deps: {
  metadata: MetadataStore;
  accounts: Accounts;
  projects: Projects;
  /** Absent where no calls are kept. */
  calls?: Pick<Calls, 'findNamed'>;
  clock?: () => number;
}): Search {
  const { metadata, accounts, projects } = deps;
  const clock = deps.clock ?? Date.now;
  const reaches = createReaches({ accounts, projects, clock });
  const entries = createEntryStore(metadata);
  const findEntries = createEntryFinder(entries, metadata.engine, clock);
  const people = createPeopleFinder(accounts);
  const findDrafts = createDraftFinder(metadata);
  const findCalls = deps.calls && createCallFinder(deps.calls);
  const refresher = createRefresher({
    metadata,
    sources: createSources(metadata),
    entries,
    onProjects: () => reaches.forget(),
  });

  /** The projects of what was found that are still there and may be seen now, whatever the index thinks. */
  async function readableOf(
    actor: Actor,
    ids: readonly number[],
  ): Promise<ReadonlyMap<number, Project>> {
    const readable = new Map<number, Project>();
    const found = await projects.findByIds([...new Set(ids)] as ProjectId[]);
    for (const project of found.values()) {
      const mayRead = await accounts.may(actor, 'read', { kind: 'project', project });
      if (mayRead) readable.set(project.id, project);
    }
    return readable;
  }

  async function toHits(
    readable: ReadonlyMap<number, Project>,
    found: readonly FoundEntry[],
    asked: Asked,
    most: number,
  ): Promise<readonly SearchHit[]> {
    const hits: SearchHit[] = [];
    for (const { row, match } of found) {
      if (hits.length === most) break;
      const project = readable.get(row.project_id);
      if (project === undefined) continue;
      const detail = JSON.parse(row.detail) as Record<string, string>;
      const kind = row.kind as SearchKind;
      const titleRanges = rangesIn(row.title, asked);
      hits.push({
        kind,
        title: row.title,
        titleRanges,
        detail: shownDetail(kind, detail),
        place: `${project.entityName}/${project.name}`,
        path: pathOf(
          kind,
          { entity: project.entityName, project: project.name },
          await withOrganization(kind, detail, project),
          row.title,
        ),
        match,
        excerpt: titleRanges.length > 0 ? null : excerptOf(row.body, asked),
        changedAt: row.changed_at,
      });
    }
    return hits;
  }

  /** Registries are found below the organization that owns them. */
  async function withOrganization(
    kind: SearchKind,
    detail: Readonly<Record<string, string>>,
    project: Project,
  ): Promise<Readonly<Record<string, string>>> {
    if (kind !== 'registry' && kind !== 'collection') return detail;
    const owner = await accounts.getEntity(project.entityId);
    const id = owner?.organizationId ?? null;
    const organization = id === null ? null : await accounts.getOrganization(id);
    return {
      ...detail,
      organization: organization?.name ?? project.entityName,
      registry: registryNameOf(project.name) ?? project.name,
    };
  }

  return {
    async find(actor, { text, kinds, within, limit }) {
      if (text.length > MAX_SEARCH_TEXT) {
        throw invalid(
          `The text has ${text.length} characters. A search takes ${MAX_SEARCH_TEXT} at most.`,
        );
      }
      const most = Math.min(limit, MOST_HITS);
      await refresher.queue(MOST_BEFORE_ANSWER);
      const reach = await reaches.of(actor, within);
      const isBuilding = await refresher.isBuilding();
      const asked = askFor(fold(text));
      if (asked.folded === '') return { groups: [], isBuilding };

      const groups: SearchGroup[] = [];
      const add = (kind: SearchKind, hits: readonly SearchHit[]): void => {
        if (hits.length === 0) return;
        groups.push({ kind, hits: hits.slice(0, most), hasMore: hits.length > most });
      };
      const wanted = SEARCH_KINDS.filter((kind) => kinds === undefined || kinds.includes(kind));
      const indexed = isNowhere(reach) ? [] : wanted.filter((kind) => !OTHERS.has(kind));
      const shared = await findEntries(indexed, asked, reach, most + 1);
      const drafts =
        actor.kind === 'user' && indexed.includes('report')
          ? await findDrafts(authorOf(actor), asked)
          : [];
      const ofKind = (kind: SearchKind, index: number): readonly FoundEntry[] =>
        kind === 'report' && drafts.length > 0
          ? [...drafts, ...(shared[index] ?? [])].sort(compareMatches)
          : (shared[index] ?? []);
      const all = indexed.map(ofKind);
      const readable = await readableOf(
        actor,
        all.flat().map(({ row }) => row.project_id),
      );
      const isDraftElsewhere = ({ row }: FoundEntry): boolean => {
        const project = readable.get(row.project_id);
        return row.id === 0 && project !== undefined && !isWithin(reach, project);
      };
      for (const [index, kind] of indexed.entries()) {
        const found = (all[index] ?? []).filter((entry) => !isDraftElsewhere(entry));
        add(kind, await toHits(readable, found, asked, most + 1));
      }
      // Another store is asked for them, which takes longer: only where it is said that they are wanted.
      if (findCalls && kinds?.includes('call') && !isNowhere(reach)) {
        const { hits, hasMore } = await findCalls(
          { text, asked, most: most + 1 },
          await reaches.projectsOf(actor, reach),
          (ids) => readableOf(actor, ids),
        );
        add('call', hits);
        const last = groups.at(-1);
        if (hasMore && last?.kind === 'call') groups[groups.length - 1] = { ...last, hasMore };
      }
      if (within === undefined) {
        if (wanted.includes('team')) add('team', await people.teams(actor, asked));
        if (wanted.includes('person')) add('person', await people.people(actor, asked));
      }
      return { groups: groups.toSorted(compareGroups), isBuilding };
    },

    async refresh(most) {
      const changed = await refresher.queue(most);
      return changed + (changed < most ? await refresher.backfill(most - changed) : 0);
    },
  };
}

/** The group with the best match first; of equal ones in the order of kinds. */
function compareGroups(a: SearchGroup, b: SearchGroup): number {
  const [first, second] = [a.hits[0], b.hits[0]];
  if (first === undefined || second === undefined) return 0;
  if (isBetter(first.match, second.match)) return -1;
  return isBetter(second.match, first.match) ? 1 : 0;
}

const DRAFTS: Readonly<Record<string, string>> = { draft: 'Draft', private: 'Private' };

/** What tells things of one name apart. */
function shownDetail(kind: SearchKind, detail: Readonly<Record<string, string>>): string {
  if (kind === 'run') return detail['run'] ?? '';
  if (kind === 'report') return DRAFTS[detail['state'] ?? ''] ?? '';
  if (kind === 'artifact' || kind === 'collection') return detail['type'] ?? '';
  return detail['class'] ?? '';
}
