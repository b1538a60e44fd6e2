import { z } from 'zod';

const twelveLetters = (what: string) =>
  z.string().regex(/^[a-z0-9]{12}$/, `${what} is 12 letters and digits`);

/** Tells a block of a report from all others: comments and recorded evidence hang on it. */
export const BlockId = twelveLetters('a block id');

/** Tells a thread of comments; the mark on commented text holds it. */
export const ThreadId = twelveLetters('a thread id');

/** The id of a file that belongs to the report. */
export const ReportFileId = z.string().regex(/^[a-z0-9]{20}$/, 'not the id of a file');

const ID_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A new id for a block or a thread. */
export function newBlockId(): string {
  return randomLetters(12);
}

/** Letters and digits by chance, about 5 bits each. */
export function randomLetters(count: number): string {
  const numbers = crypto.getRandomValues(new Uint8Array(count));
  return Array.from(numbers, (number) => ID_LETTERS[number % ID_LETTERS.length]).join('');
}

/** Addresses that a reader may follow: of the web, of mail, or of this server. Nothing that runs. */
const FOLLOWED = /^(?:https?:\/\/|mailto:|\/(?![/\\])|#|\?)/i;
const hasNoControl = (text: string): boolean =>
  [...text].every((letter) => letter > ' ' && letter !== '\u007f');

/** Where a link may lead. */
export const SafeHref = z
  .string()
  .max(4_000)
  .refine(
    (href) => FOLLOWED.test(href) && hasNoControl(href),
    'a link begins with https://, http://, mailto:, /, # or ?',
  );

/** Where pictures and films that are not files of the report come from. */
export const RemoteSource = z
  .string()
  .max(4_000)
  .refine(
    (src) => /^https?:\/\//i.test(src) && URL.canParse(src) && hasNoControl(src),
    'an address begins with https:// or http://',
  );

const NAME = String.raw`[^/\s?#%\\]+`;

const path = (form: string, message: string) =>
  z
    .string()
    .max(1_000)
    .regex(new RegExp(`^${form}$`), message);

/** `entity/project` */
export const ProjectPath = path(`${NAME}/${NAME}`, 'write entity/project');
/** `entity/project/run` */
export const RunPath = path(`${NAME}/${NAME}/${NAME}`, 'write entity/project/run');
/** `entity/project/name:version` */
export const ArtifactPath = path(
  `${NAME}/${NAME}/[^/?#%\\\\]+:[^/:?#%\\\\]+`,
  'write entity/project/name:version',
);
/** `entity/project/call` */
export const TracePath = path(`${NAME}/${NAME}/${NAME}`, 'write entity/project/call');

/** Where a number in the text comes from; the page opens it there. */
export const NumberReference = z.discriminatedUnion('kind', [
  /** A value of a run's summary or config, by the name that filters have for it: `summary.loss`. */
  z.object({ kind: z.literal('run'), run: RunPath, field: z.string().min(1).max(2_000) }),
  /** A score of an evaluation: `evaluation` is its call; `metric` as evaluations name theirs. */
  z.object({
    kind: z.literal('evaluation'),
    project: ProjectPath,
    evaluation: z.string().min(1).max(200),
    metric: z.string().min(1).max(2_000),
  }),
  /** A value of a call, by the name that filters have for it: `output.score`. */
  z.object({ kind: z.literal('call'), call: TracePath, field: z.string().min(1).max(2_000) }),
  z.object({
    kind: z.literal('artifact'),
    artifact: ArtifactPath,
    field: z.string().min(1).max(2_000),
  }),
]);
export type NumberReference = z.infer<typeof NumberReference>;
