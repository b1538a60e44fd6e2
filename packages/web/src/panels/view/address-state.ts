import {
  applyDifference,
  differenceFrom,
  INITIAL_VIEW_SPEC,
  parseViewSpec,
  type ViewSpec,
} from '@runloom/model';

/** Longer addresses are cut by mail programs and refused by servers. */
const MOST_CHARACTERS = 6_000;

/**
 * A view as a short text for an address: what differs from a workspace that nobody changed,
 * deflated. Empty for that workspace; null when it is too long for an address.
 */
export async function encodeSpec(spec: ViewSpec): Promise<string | null> {
  const json = JSON.stringify(differenceFrom(INITIAL_VIEW_SPEC, spec));
  if (json === '{}') return '';
  const bytes = await throughStream(new CompressionStream('deflate-raw'), utf8(json));
  const text = toBase64Url(bytes);
  return text.length > MOST_CHARACTERS ? null : text;
}

/** What an address has that means a workspace that nobody changed, not the reader's own: `{}`, deflated. */
export const INITIAL_STATE = 'q64FAA';

/** @throws Error in words for a person, when the text is none of {@link encodeSpec} */
export async function decodeSpec(text: string): Promise<ViewSpec> {
  if (text === '') return INITIAL_VIEW_SPEC;
  let difference: unknown;
  try {
    const bytes = await throughStream(
      new DecompressionStream('deflate-raw'),
      fromBase64Url(text),
      MOST_BYTES,
    );
    difference = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Error('The address says nothing that can be read of how the workspace is set up.');
  }
  return parseViewSpec(applyDifference(INITIAL_VIEW_SPEC, difference));
}

/** A short text must not grow without end. */
const MOST_BYTES = 4_000_000;

async function throughStream(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new Error('The state is too large.');
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
