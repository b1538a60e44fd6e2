import type { EvidenceAnswer, EvidenceRequest } from '@runloom/model';

type Recorded = EvidenceRequest & { readonly answer: EvidenceAnswer };
type Body = Readonly<Record<string, unknown>>;

const LISTS = '/runs/rows';

/** Whether the answer says which runs a block draws: those of a filter, not those that are named. */
export function isRunList(request: EvidenceRequest): boolean {
  if (request.method !== 'POST' || !request.path.endsWith(LISTS)) return false;
  const body = bodyOf(request);
  return body !== null && body['runs'] === undefined;
}

/** Names of the runs that such an answer lists, in their order. */
export function runsListed({ status, encoding, body }: EvidenceAnswer): readonly string[] {
  if (status !== 200 || encoding !== 'text') return [];
  const { rows } = JSON.parse(body) as { rows?: readonly { readonly name: string }[] };
  return (rows ?? []).map(({ name }) => name);
}

/**
 * The requests that a page makes once lists of runs are others than when it was recorded: it names the
 * runs of a list but those that its readers hid, or the first of them, and those beside it that it does
 * not draw. Null where that can't be said for sure of a request; the page would then look for what is not
 * on the tape.
 * @param lists each list as it was and as it is now
 */
export function requestsForLists(
  requests: readonly Recorded[],
  lists: readonly { readonly before: readonly string[]; readonly now: readonly string[] }[],
): readonly EvidenceRequest[] | null {
  const moved = lists.filter(({ before, now }) => before.join('\0') !== now.join('\0'));
  if (moved.length === 0) return requests.map(({ answer: _, ...request }) => request);
  const known = new Set(moved.flatMap(({ before, now }) => [...before, ...now]));
  const renewed: EvidenceRequest[] = [];
  for (const { answer: _, ...request } of requests) {
    const next = isRunList(request) ? request : withRuns(request, lists, known);
    if (next === null) return null;
    renewed.push(next);
  }
  return renewed;
}

function withRuns(
  request: EvidenceRequest,
  lists: Parameters<typeof requestsForLists>[1],
  known: ReadonlySet<string>,
): EvidenceRequest | null {
  const body = bodyOf(request);
  const { runs, hiddenRuns = [], ...rest } = body ?? {};
  const names = namesIn(runs);
  const hidden = namesIn(hiddenRuns);
  if (body === null || names === null)
    return mentions(request.path, request.body, known) ? null : request;
  if (hidden === null || mentions(request.path, JSON.stringify(rest), known)) return null;
  const found = lists
    .flatMap((list) => {
      const next = followed(list, names, hidden);
      return next === null ? [] : [{ size: list.before.length, next }];
    })
    .sort((a, b) => a.size - b.size)[0];
  if (found === undefined) return null;
  const { next } = found;
  const hasHidden = body['hiddenRuns'] !== undefined;
  return {
    ...request,
    body: JSON.stringify({
      ...body,
      runs: next.names,
      ...(hasHidden ? { hiddenRuns: next.hidden } : {}),
    }),
  };
}

/** What stands for these names once the list is another one; null where they are not of this list. */
function followed(
  { before, now }: { readonly before: readonly string[]; readonly now: readonly string[] },
  names: readonly string[],
  hidden: readonly string[],
): { readonly names: readonly string[]; readonly hidden: readonly string[] } | null {
  const left = new Set(hidden);
  const drawn = before.filter((name) => !left.has(name));
  const isWhole = names.length === drawn.length;
  if (names.length === 0 || names.some((name, at) => drawn[at] !== name)) return null;
  const next = now.filter((name) => !left.has(name));
  if (next.length === 0) return null;
  return {
    names: isWhole ? next : next.slice(0, names.length),
    hidden: now.filter((name) => left.has(name)).sort(),
  };
}

function bodyOf({ body }: EvidenceRequest): Body | null {
  if (body === null) return null;
  const value: unknown = JSON.parse(body);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Body)
    : null;
}

function namesIn(value: unknown): readonly string[] | null {
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return isList ? (value as string[]) : null;
}

/** Whether a run of a list is named somewhere else, as media of single runs are. */
function mentions(path: string, body: string | null, known: ReadonlySet<string>): boolean {
  const segments = path.split(/[/?&=]/).map(decoded);
  return [...known].some(
    (name) =>
      segments.includes(name.slice(name.lastIndexOf('/') + 1)) ||
      (body?.includes(JSON.stringify(name)) ?? false),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
