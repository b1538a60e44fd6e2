import type { EvidenceAnswer, EvidenceRequest, EvidenceTape } from '@runloom/model';
import { notedRequest } from './note-taker.ts';
import { createRecordedMedia } from './recorded-media.ts';
import type { Transport } from './transport.ts';

const NOT_RECORDED = {
  error: {
    code: 'not_found',
    message: 'This was not recorded. What was frozen shows what was on screen then.',
  },
};

/**
 * Answers from a tape alone: nothing goes to the network. Lines of charts are found whatever number
 * of buckets the screen asks for, and a zoom shows what was recorded of the whole; media of one step are
 * found among those of several.
 */
export function playTape({ requests }: Pick<EvidenceTape, 'requests'>): Transport {
  const exact = new Map<string, EvidenceAnswer>();
  const near = new Map<string, EvidenceAnswer>();
  for (const { answer, ...request } of requests) {
    exact.set(nameOf(request), answer);
    const name = panelName(request);
    // The first one is the whole: ranges are zoomed into later.
    if (name !== null && !near.has(name)) near.set(name, answer);
  }
  const media = createRecordedMedia(requests);
  return async (address, init) => {
    const request = notedRequest(address, init);
    const panel = panelName(request);
    const answer = exact.get(nameOf(request)) ?? (panel === null ? undefined : near.get(panel));
    const own = media.steps(request, answer) ?? (answer ? null : media.values(request));
    if (own !== null) return own;
    return answer === undefined
      ? Response.json(NOT_RECORDED, { status: 404 })
      : new Response(bytesOf(answer), {
          status: answer.status,
          headers: { 'Content-Type': answer.contentType },
        });
  };
}

function bytesOf({ encoding, body }: EvidenceAnswer): string | Uint8Array<ArrayBuffer> {
  if (encoding === 'text') return body;
  return Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
}

const nameOf = ({ method, path, body }: EvidenceRequest): string =>
  `${method} ${path} ${body === null ? '' : canonical(JSON.parse(body))}`;

/** A request for one panel's lines, without what depends on the screen; null for any other. */
function panelName({ method, path, body: text }: EvidenceRequest): string | null {
  if (method !== 'POST' || !path.endsWith('/panels') || text === null) return null;
  const body: unknown = JSON.parse(text);
  if (!isObject(body)) return null;
  const { panels, ...rest } = body;
  if (!Array.isArray(panels) || panels.length !== 1 || !isObject(panels[0])) return null;
  const { buckets: _, bucketWidth: __, range: ___, ...panel } = panels[0];
  return `${path} ${canonical({ ...rest, panel })}`;
}

/** The same text for the same JSON, whatever the order of members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    isObject(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same of a tape that is fetched when something is first asked. */
export function playLater(load: () => Promise<Pick<EvidenceTape, 'requests'>>): Transport {
  let loading: Promise<Transport> | undefined;
  return async (address, init) => {
    loading ??= load().then(playTape);
    try {
      return await (await loading)(address, init);
    } catch (problem) {
      // What could not be fetched is fetched again when it is asked for again.
      loading = undefined;
      throw problem;
    }
  };
}
