import type { ScoreDirection } from '@runloom/model';
import { type Environment, parseArguments, withoutSlash } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import type { GateRule } from './judge.ts';

/** What `runloom gate` was asked. */
export interface GateOptions {
  readonly url: string;
  readonly key: string;
  readonly entity: string;
  readonly project: string;
  readonly baseline: string;
  readonly candidate: string;
  /** Which are gated, and which way is better where it is said; all scores when empty. */
  readonly metrics: ReadonlyMap<string, ScoreDirection | null>;
  readonly rule: GateRule;
  /** Whether too few examples fail too. */
  readonly isStrict: boolean;
  /** How long to wait for an evaluation that runs. */
  readonly waitSeconds: number;
  /** Where Markdown goes besides, and where JUnit's XML does. */
  readonly markdownFile: string | null;
  readonly junitFile: string | null;
}

export const GATE_HELP = `runloom gate --project ENTITY/PROJECT --baseline EVALUATION --candidate EVALUATION

Compares a candidate with a baseline, example by example, and fails only when it is worse by more than noise.
An evaluation is its id, its address, its name (the newest of that name counts), or the reference or name of a
model (weave:///…/object/Model:digest; its newest evaluation counts).

  --metric KEY[:higher|:lower]  a metric to gate, with which way is better; may be given again
                                (default: every score, and failures; latency, tokens and cost only when named)
  --margin SHARE                the loss that matters: 0.05 is five points of a rate, 5 % of a number's mean
  --margin KEY=LOSS             the same of one metric, in its own unit; may be given again
  --alpha SHARE                 how often an equal candidate may be blocked (default 0.05, all metrics together)
  --power SHARE                 how surely a loss of the margin is to be found, for "how many examples" (default 0.8)
  --strict                      too few examples to tell fail, too
  --wait SECONDS                wait for an evaluation that is still running (default 0)
  --markdown FILE               write the report there too
  --junit FILE                  write JUnit's XML there
  --url URL                     the server (default: WANDB_BASE_URL)

The key is read from WANDB_API_KEY.

Ends with 0: no regression. 1: a regression. 2: could not compare. 3: too few examples to tell (with --strict).
`;

/** @throws UsageError that says what is wrong and what to write */
export function readGateOptions(args: readonly string[], env: Environment): GateOptions {
  const values = parse(args);
  const url = values.url ?? env['WANDB_BASE_URL'];
  if (!url) throw new UsageError('Which server? Set WANDB_BASE_URL, or give --url.');
  if (!URL.canParse(url)) throw new UsageError(`${JSON.stringify(url)} is no address of a server.`);
  const key = env['WANDB_API_KEY'];
  if (!key) throw new UsageError('Set WANDB_API_KEY to a key of somebody who may see the project.');
  const [entity, project, ...rest] = needed(values.project, 'project', 'my-team/my-project').split(
    '/',
  );
  if (!entity || !project || rest.length > 0) {
    throw new UsageError('--project is written as ENTITY/PROJECT, such as my-team/my-project.');
  }
  return {
    url: withoutSlash(url),
    key,
    entity,
    project,
    baseline: needed(values.baseline, 'baseline', 'eval-main'),
    candidate: needed(values.candidate, 'candidate', 'eval-my-branch'),
    metrics: new Map(values.metric.map(readMetric)),
    rule: {
      ...readMargins(values.margin),
      alpha: readShare('alpha', values.alpha, 0.5),
      power: readShare('power', values.power, 1),
    },
    isStrict: values.strict,
    waitSeconds: readSeconds(values.wait),
    markdownFile: values.markdown ?? null,
    junitFile: values.junit ?? null,
  };
}

function parse(args: readonly string[]) {
  return parseArguments({
    args: [...args],
    options: {
      project: { type: 'string' },
      baseline: { type: 'string' },
      candidate: { type: 'string' },
      metric: { type: 'string', multiple: true, default: [] },
      margin: { type: 'string', multiple: true, default: [] },
      alpha: { type: 'string', default: '0.05' },
      power: { type: 'string', default: '0.8' },
      strict: { type: 'boolean', default: false },
      wait: { type: 'string', default: '0' },
      markdown: { type: 'string' },
      junit: { type: 'string' },
      url: { type: 'string' },
    },
  }).values;
}

function needed(value: string | undefined, name: string, example: string): string {
  if (value) return value;
  throw new UsageError(`--${name} is missing, such as --${name} ${example}.`);
}

function readMetric(text: string): readonly [string, ScoreDirection | null] {
  const [, key = '', direction] = /^(.+?)(?::(higher|lower))?$/s.exec(text) ?? [];
  if (key === '')
    throw new UsageError('--metric is the name of a score, such as --metric accuracy.');
  return [key, direction === 'higher' || direction === 'lower' ? direction : null];
}

function readMargins(texts: readonly string[]): Pick<GateRule, 'margin' | 'margins'> {
  const margins = new Map<string, number>();
  let margin = 0.05;
  for (const text of texts) {
    // A key may have an equals sign of its own.
    const at = text.lastIndexOf('=');
    const value = Number(text.slice(at + 1));
    if (text.slice(at + 1).trim() === '' || !(value > 0 && value < Number.POSITIVE_INFINITY)) {
      throw new UsageError(
        `--margin ${text}: a loss is a number above 0, such as 0.05 or accuracy=0.02.`,
      );
    }
    if (at > 0) margins.set(text.slice(0, at), value);
    else margin = value;
  }
  return { margin, margins };
}

function readShare(name: string, text: string, below: number): number {
  const value = Number(text);
  if (value > 0 && value < below) return value;
  throw new UsageError(`--${name} ${text} is not between 0 and ${below}.`);
}

function readSeconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 86_400) return value;
  throw new UsageError(`--wait ${text}: seconds are a number from 0 to 86400.`);
}
