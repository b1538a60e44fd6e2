import { z } from 'zod';
import { ModelParameters } from './playground.ts';

/** Scorers name scores, feedback (`wandb.runnable.<name>`) and calls (`<name>.score`). */
export const ScorerName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_-]{0,127}$/,
    'A scorer has a name of letters, digits, _ and -, which begins with a letter.',
  );

/** Where a text to compare with comes from: a field of the inputs, such as `expected`, or itself. */
export const ExpectedValue = z.discriminatedUnion('from', [
  z.object({ from: z.literal('input'), path: z.string().min(1).max(1_000) }),
  z.object({ from: z.literal('text'), text: z.string().max(100_000) }),
]);
export type ExpectedValue = z.infer<typeof ExpectedValue>;

const Shared = {
  name: ScorerName,
  /** A path into what the model answered (`city.name`); empty for all of it. */
  field: z.string().max(1_000).default(''),
};

const bound = z.number().finite().nullable().default(null);

/** What a judge answers beside its reason. */
export const JudgeAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passed') }),
  z
    .object({ kind: z.literal('score'), min: z.number().finite(), max: z.number().finite() })
    .refine(({ min, max }) => min < max, 'The least score lies below the greatest.'),
  z.object({
    kind: z.literal('category'),
    categories: z.array(z.string().min(1).max(200)).min(2).max(50),
    /** Those that count as passed; none for a category alone. */
    passing: z.array(z.string().min(1).max(200)).max(50).default([]),
  }),
  /** Any answer that fits a schema: of judges that others made. */
  z.object({ kind: z.literal('schema'), schema: z.record(z.string(), z.unknown()) }),
  /** Whatever it says, as a text: of judges of clients that ask for no form. */
  z.object({ kind: z.literal('text') }),
]);
export type JudgeAnswer = z.infer<typeof JudgeAnswer>;

/** Scorers that the server itself carries out. */
export const ScorerSpec = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('exact'),
    ...Shared,
    expected: ExpectedValue,
    ignoresCase: z.boolean().default(false),
  }),
  z.object({
    kind: z.literal('contains'),
    ...Shared,
    expected: ExpectedValue,
    ignoresCase: z.boolean().default(true),
  }),
  z.object({ kind: z.literal('pattern'), ...Shared, pattern: z.string().min(1).max(10_000) }),
  z.object({
    kind: z.literal('json'),
    ...Shared,
    /** Null asks for JSON of any shape. */
    schema: z.record(z.string(), z.unknown()).nullable().default(null),
  }),
  z.object({
    kind: z.literal('distance'),
    ...Shared,
    expected: ExpectedValue,
    /** Up to this far it counts as within; null tells the distance alone. */
    tolerance: z.number().finite().min(0).nullable().default(null),
  }),
  z.object({
    kind: z.literal('length'),
    ...Shared,
    unit: z.enum(['characters', 'words']).default('characters'),
    min: bound,
    max: bound,
  }),
  /** A condition in the language of filters, over `inputs.…` and `output.…`. */
  z.object({ kind: z.literal('expression'), ...Shared, expression: z.string().min(1).max(10_000) }),
  z.object({
    kind: z.literal('judge'),
    ...Shared,
    provider: z.string().min(1).max(128),
    model: z.string().min(1).max(200),
    /** Variables: `{output}`, `{inputs}` as JSON, and each field of the inputs by its name. */
    prompt: z.string().min(1).max(100_000),
    /** What is said before the prompt, with the same variables: of judges of clients. */
    messages: z
      .array(
        z.object({
          role: z.enum(['system', 'user', 'assistant']),
          content: z.string().max(100_000),
        }),
      )
      .max(50)
      .optional(),
    answer: JudgeAnswer,
    parameters: ModelParameters.default({}),
  }),
]);
export type ScorerSpec = z.output<typeof ScorerSpec>;
export type ScorerSpecInput = z.input<typeof ScorerSpec>;
export type ScorerKind = ScorerSpec['kind'];
export type JudgeSpec = Extract<ScorerSpec, { kind: 'judge' }>;

/** `GET /api/v1/projects/{entity}/{project}/scorers`: those that this server can carry out. */
export const ScorerList = z.object({
  scorers: z.array(
    z.object({
      ref: z.string(),
      name: z.string(),
      digest: z.string(),
      versionIndex: z.number(),
      /** Null of scorers of clients, whose code this server does not run. */
      spec: ScorerSpec.nullable(),
      /** Why it can't be carried out here. */
      problem: z.string().nullable(),
    }),
  ),
});
export type ScorerList = z.infer<typeof ScorerList>;

/** `POST …/scorers/try`: what scorers say of one answer, without anything kept. */
export const ScorerTrialInput = z.object({
  scorers: z.array(ScorerSpec).min(1).max(20),
  inputs: z.record(z.string(), z.unknown()).default({}),
  output: z.unknown(),
});
export type ScorerTrialInput = z.input<typeof ScorerTrialInput>;

export const ScorerOutcome = z.object({
  name: z.string(),
  /** Null where it failed. */
  value: z.unknown(),
  failure: z.string().nullable(),
});
export const ScorerTrial = z.object({ outcomes: z.array(ScorerOutcome) });
export type ScorerTrial = z.infer<typeof ScorerTrial>;
