import { createHash } from 'node:crypto';
import { z } from 'zod';
import { invalid } from '../../platform/errors.ts';
import { nameComplaint } from '../files/index.ts';

const MAX_DIGEST = 4_096;
const MAX_REF = 8_192;
const MAX_BIRTH = 200;

const EntryShape = z.object({
  digest: z.string().max(MAX_DIGEST),
  size: z.number().int().nonnegative().nullish(),
  ref: z.string().max(MAX_REF).nullish(),
  birthArtifactID: z.string().max(MAX_BIRTH).nullish(),
  extra: z.record(z.string(), z.unknown()).nullish(),
});

/** Members of any name: a record's schema leaves out `__proto__`, which a file may be called. */
const Members = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'expected an object',
);

const ManifestShape = z.object({
  version: z.literal(1),
  storagePolicy: z.string().max(100),
  storagePolicyConfig: z.record(z.string(), z.unknown()),
  contents: Members,
});

export interface ManifestEntry {
  readonly digest: string;
  readonly size: number;
  readonly ref: string | null;
  /** The client's id of the version that the file was sent for. */
  readonly birthArtifactID: string | null;
  readonly extra: Readonly<Record<string, unknown>> | null;
}

/** What a version holds, as clients write it (format 1). */
export interface ManifestContent {
  readonly storagePolicy: string;
  readonly storagePolicyConfig: Readonly<Record<string, unknown>>;
  readonly entries: ReadonlyMap<string, ManifestEntry>;
}

/**
 * Reads a manifest and checks every path in it, so that no client that downloads it is led out of its
 * folder. What clients leak of the machine they ran on (`local_path`) is dropped.
 * @throws RunloomError('invalid')
 */
export function parseManifest(bytes: Uint8Array): ManifestContent {
  const parsed = ManifestShape.safeParse(parseJson(bytes));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(
      `The manifest of the artifact is not in format 1: ${issue?.path.join('.')}: ${issue?.message}`,
    );
  }
  const { storagePolicy, storagePolicyConfig, contents } = parsed.data;
  const entries = new Map<string, ManifestEntry>();
  for (const [path, value] of Object.entries(contents)) {
    const wrong = nameComplaint(path);
    if (wrong !== null)
      throw invalid(`The artifact can't hold a file called ${shownPath(path)}: it ${wrong}.`);
    const { digest, size, ref, birthArtifactID, extra } = readEntry(path, value);
    entries.set(path, {
      digest,
      size: size ?? 0,
      ref: ref || null,
      birthArtifactID: birthArtifactID || null,
      extra: extra && Object.keys(extra).length > 0 ? extra : null,
    });
  }
  return { storagePolicy, storagePolicyConfig, entries };
}

type WrittenEntry = z.infer<typeof EntryShape>;

const shownPath = (path: string): string => JSON.stringify(path.slice(0, 200));

/** @throws RunloomError('invalid') */
function readEntry(path: string, value: unknown): WrittenEntry {
  if (isUsual(value)) return value;
  const entry = EntryShape.safeParse(value);
  if (entry.success) return entry.data;
  const [issue] = entry.error.issues;
  throw invalid(
    `The entry ${shownPath(path)} is wrong: ${issue?.path.join('.')}: ${issue?.message}`,
  );
}

/**
 * Whether an entry is as clients write nearly all of theirs. There may be 100,000: the schema, which
 * decides about all others and says what is wrong, takes four times as long for each.
 */
function isUsual(value: unknown): value is WrittenEntry {
  if (typeof value !== 'object' || value === null || 'extra' in value) return false;
  const { digest, size, ref, birthArtifactID } = value as Record<string, unknown>;
  return (
    typeof digest === 'string' &&
    digest.length <= MAX_DIGEST &&
    typeof size === 'number' &&
    Number.isSafeInteger(size) &&
    size >= 0 &&
    isShort(ref, MAX_REF) &&
    isShort(birthArtifactID, MAX_BIRTH)
  );
}

const isShort = (value: unknown, most: number): boolean =>
  value === undefined || (typeof value === 'string' && value.length <= most);

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw invalid(`The manifest of the artifact is not JSON: ${why}`);
  }
}

/** Several manifests as one; of entries of the same path the last wins. */
export function mergeManifests(manifests: readonly ManifestContent[]): ManifestContent {
  const last = manifests.at(-1);
  if (last === undefined) throw invalid('The artifact has no manifest yet.');
  if (manifests.length === 1) return last;
  const entries = new Map(manifests.flatMap((manifest) => [...manifest.entries]));
  return { ...last, entries };
}

/** The text that is served to clients. */
export function writeManifest(content: ManifestContent): Buffer {
  const contents = Object.create(null) as Record<string, unknown>;
  for (const [path, { digest, size, ref, birthArtifactID, extra }] of content.entries) {
    contents[path] = {
      digest,
      size,
      ...(ref !== null && { ref }),
      ...(birthArtifactID !== null && { birthArtifactID }),
      ...(extra !== null && { extra }),
    };
  }
  const { storagePolicy, storagePolicyConfig } = content;
  return Buffer.from(JSON.stringify({ version: 1, storagePolicy, storagePolicyConfig, contents }));
}

/**
 * The digest by which clients tell versions apart: the hex MD5 of a header and a line for each path,
 * in the order of its characters (wandb 0.31, `sdk/artifacts/artifact_manifests`).
 */
export function manifestDigest({ entries }: ManifestContent): string {
  const hash = createHash('md5').update('wandb-artifact-manifest-v1\n');
  const paths = [...entries.keys()];
  // Without a comparison of ours the engine sorts many times faster, and is right but for surrogates.
  if (paths.some((path) => SURROGATE.test(path))) paths.sort(byCodePoint);
  else paths.sort();
  for (let from = 0; from < paths.length; from += LINES_AT_ONCE) {
    const some = paths.slice(from, from + LINES_AT_ONCE);
    hash.update(some.map((path) => `${path}:${entries.get(path)?.digest}\n`).join(''));
  }
  return hash.digest('hex');
}

const LINES_AT_ONCE = 1_000;
const SURROGATE = /[\ud800-\udfff]/;

/** UTF-16 units sort as code points do, but for the surrogates. */
function byCodePoint(a: string, b: string): number {
  if (SURROGATE.test(a) || SURROGATE.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The number of the version that a reference to another artifact means; null for other references. */
export function referredVersion(ref: string): number | null {
  const [, id] = /^wandb-artifact:\/\/_id\/([A-Za-z0-9+/]+=*)$/.exec(ref) ?? [];
  if (id !== undefined) return readVersionId(id);
  const [, hex] = /^wandb-artifact:\/\/([0-9a-f]+)(?:\/|$)/i.exec(ref) ?? [];
  return hex === undefined ? null : readVersionId(Buffer.from(hex, 'hex').toString('base64'));
}

/** The number in the client's id of a version; null when it is none of ours. */
export function readVersionId(text: string): number | null {
  const [, digits] =
    /^Artifact:(\d{1,15})$/.exec(Buffer.from(text, 'base64').toString('latin1')) ?? [];
  return digits === undefined ? null : Number(digits);
}
