import { itemTexts, memberText, stringOf } from '@runloom/model';
import { type Actor, authorOf } from '../../../domains/accounts/index.ts';
import { type CallPart, type Calls, makeCallId } from '../../../domains/calls/index.ts';
import type { Projects } from '../../../domains/projects/index.ts';
import { invalid, RunloomError } from '../../../platform/errors.ts';
import { SchemaError, type SchemaIssue } from '../errors.ts';
import { openProject } from '../projects.ts';
import { joinParts, readEnd, readStart, type SentPart } from './read-part.ts';

/** What became of one item of a batch. */
export type Outcome =
  | { readonly kind: 'start'; readonly id: string; readonly traceId: string }
  | { readonly kind: 'end' }
  | { readonly kind: 'refused'; readonly error: RunloomError };

interface IntakeDeps {
  readonly projects: Pick<Projects, 'find' | 'ensure'>;
  readonly calls: Pick<Calls, 'write'>;
}

/** More than any client sends at once. */
const MAX_ITEMS = 20_000;

/** The items of `{"batch": […]}`, each as the text that was sent. @throws RunloomError('invalid') */
export function batchTexts(body: string): readonly string[] {
  const batch = memberText(body, 'batch');
  if (batch?.charCodeAt(0) !== 91) throw invalid('The body is {"batch": […]}.');
  const items = [...itemTexts(batch)];
  if (items.length <= MAX_ITEMS) return items;
  throw new RunloomError(
    'too_large',
    `A batch has at most ${MAX_ITEMS} items, not ${items.length}. Send it in parts.`,
  );
}

/** Reads an item of `/call/upsert_batch`: `{"mode": "start" | "end", "req": {…}}`. @throws SchemaError */
export function readUpsert(item: string): SentPart & { readonly kind: 'start' | 'end' } {
  const req = memberText(item, 'req') ?? '';
  const mode = stringOf(memberText(item, 'mode'));
  const start = memberText(req, 'start');
  const end = memberText(req, 'end');
  if (start !== null && mode !== 'end') return { kind: 'start', ...readStart(start, makeCallId) };
  if (end !== null && mode !== 'start') return { kind: 'end', ...readEnd(end) };
  throw new SchemaError(
    'An item is {"mode": "start", "req": {"start": {…}}} or the same of an end.',
    'req',
  );
}

/**
 * Stores what can be stored, each item of its own project, and says of each what became of it. Passing
 * faults fail the whole, so that the client sends all of it again; nothing is stored twice by that.
 */
export async function takeIn(
  deps: IntakeDeps,
  actor: Actor,
  items: readonly string[],
  readItem: (item: string) => SentPart & { readonly kind?: 'start' | 'end' },
): Promise<readonly Outcome[]> {
  const byProject = new Map<string, { parts: CallPart[]; places: number[] }>();
  const outcomes = items.map((item, place): Outcome => {
    try {
      const { projectPath, part, kind } = readItem(item);
      const group = byProject.get(projectPath) ?? { parts: [], places: [] };
      group.parts.push(kind === 'end' ? part : ownedBy(actor, part));
      group.places.push(place);
      byProject.set(projectPath, group);
      return kind === 'start'
        ? { kind, id: part.id, traceId: part.traceId ?? part.id }
        : { kind: 'end' };
    } catch (error) {
      if (error instanceof RunloomError) return { kind: 'refused', error };
      throw error;
    }
  });
  for (const [path, { parts, places }] of byProject) {
    try {
      const project = await openProject(deps, actor, path, 'write');
      await deps.calls.write(project.id, joinPairs(parts));
    } catch (error) {
      if (!isRefusal(error) || (byProject.size === 1 && places.length === items.length))
        throw error;
      for (const place of places) outcomes[place] = { kind: 'refused', error };
    }
  }
  return outcomes;
}

/** What will be refused again, however often it is sent. */
const isRefusal = (error: unknown): error is RunloomError =>
  error instanceof RunloomError && error.status < 500 && error.status !== 429;

/** A start and an end of one call that came together are one part, which is the cheapest to keep. */
function joinPairs(parts: readonly CallPart[]): readonly CallPart[] {
  const joined: CallPart[] = [];
  const starts = new Map<string, number>();
  for (const part of parts) {
    const at = starts.get(part.id);
    const start = at === undefined ? undefined : joined[at];
    const isEnd = part.startedAt === undefined;
    if (at !== undefined && start !== undefined && isEnd) {
      joined[at] = joinParts(start, part);
      starts.delete(part.id);
      continue;
    }
    if (!isEnd && part.endedAt === undefined) starts.set(part.id, joined.length);
    joined.push(part);
  }
  return joined;
}

const ownedBy = (actor: Actor, part: CallPart): CallPart =>
  actor.kind === 'user' ? { ...part, userId: String(authorOf(actor)) } : part;

/** The error that names each item that was refused; null where none was. */
export function refusalOf(outcomes: readonly Outcome[]): RunloomError | null {
  const refused = outcomes.flatMap((outcome, place) =>
    outcome.kind === 'refused' ? [{ place, error: outcome.error }] : [],
  );
  const [first] = refused;
  if (first === undefined) return null;
  if (outcomes.length === 1) return first.error;
  const issues = refused.flatMap(({ place, error }): SchemaIssue[] => {
    const found = error instanceof SchemaError ? error.issues : [];
    const own = found.map(({ loc, ...rest }) => ({
      ...rest,
      loc: ['body', 'batch', place, ...loc.slice(1)],
    }));
    return own.length > 0
      ? own
      : [{ loc: ['body', 'batch', place], msg: error.message, type: error.code }];
  });
  const stored = outcomes.length - refused.length;
  return new SchemaError(
    `${refused.length} of ${outcomes.length} items were refused, the other ${stored} are stored. Item ${first.place}: ${first.error.message}`,
    issues,
  );
}
