import {
  CallQueryError,
  MonitorSpec,
  memberTexts,
  parseCallQuery,
  parseWeaveRef,
} from '@runloom/model';
import { z } from 'zod';
import { RunloomError } from '../../platform/errors.ts';
import type { Actor } from '../accounts/index.ts';
import type { JsonText } from '../objects/index.ts';
import type { Project } from '../projects/index.ts';
import type { PublishedScorer, Scorers } from '../scorers/index.ts';
import type { ClientMonitor, MonitorDebounce } from './types.ts';

/** The name among those of ops that stands for turns of agents. */
const TURN_ENDED = 'weave.genai.turn_ended';
const MONITOR = 'Monitor';
/** Joins its judges to one question. */
const CLASSIFIER_MONITOR = 'ClassifierMonitor';

/** A `Monitor` as the Python client publishes it. */
const Sent = z.object({
  description: z.string().max(10_000).nullish(),
  sampling_rate: z.number().min(0).max(1).nullish(),
  scorers: z.array(z.unknown()).default([]),
  op_names: z.array(z.string()).default([]),
  query: z.unknown().optional(),
  is_traced: z.boolean().nullish(),
  active: z.boolean().nullish(),
  scorer_debounce_config: z.unknown().optional(),
});

/** Longer ones would hold a job for days. */
const LONGEST_DEBOUNCE_SECONDS = 86_400;

/** `ScorerDebounceConfig` of the client. */
const Debounce = z.object({
  aggregation_field: z.enum(['trace_id', 'thread_id']),
  aggregation_method: z.enum(['last_message', 'all_messages']).default('last_message'),
  timeout_seconds: z.number().min(0).max(LONGEST_DEBOUNCE_SECONDS),
});

/** What a published monitor says that this server carries out, and what of it it does not. */
export interface ReadMonitor {
  readonly spec: MonitorSpec;
  readonly client: ClientMonitor;
  readonly scorers: readonly PublishedScorer[];
  readonly isActive: boolean;
}

type Problem = ClientMonitor['problems'][number];

/** Reads a published monitor; what can't be carried out is told as a problem, and never refused. */
export async function readClientMonitor(
  scorers: Pick<Scorers, 'open'>,
  actor: Actor,
  project: Project,
  { value, leafClass }: { readonly value: JsonText; readonly leafClass: string },
): Promise<ReadMonitor> {
  const read = Sent.safeParse(JSON.parse(value));
  const sent = read.data ?? Sent.parse({});
  const { problems, ...choice } = readChoice(sent, leafClass);
  if (!read.success) {
    const [issue] = read.error.issues;
    const reason = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
    problems.push({ scorer: null, text: `The monitor can't be read (${reason}).` });
  }
  // None of a monitor that would score other calls, or otherwise, than its client means.
  const opened = problems.length > 0 ? [] : await openScorers(scorers, actor, project, sent);
  const usable = opened.flatMap((one) => ('spec' in one ? [one] : []));
  return {
    spec: {
      ...MonitorSpec.omit({ scorers: true }).parse({
        description: sent.description ?? '',
        rate: sent.sampling_rate ?? 1,
        callsPerDay: null,
      }),
      scorers: usable.map(({ spec }) => spec),
    },
    client: {
      ...choice,
      isTraced: sent.is_traced ?? true,
      isJoined: leafClass === CLASSIFIER_MONITOR,
      problems: [...problems, ...opened.flatMap((one) => ('spec' in one ? [] : [one]))],
    },
    scorers: usable,
    isActive: sent.active ?? false,
  };
}

/** Which calls it means. */
function readChoice(
  sent: z.output<typeof Sent>,
  leafClass: string,
): Pick<ClientMonitor, 'opNames' | 'query' | 'hasTurns' | 'debounce'> & {
  readonly problems: Problem[];
} {
  const problems: Problem[] = [];
  const say = (text: string): void => void problems.push({ scorer: null, text });
  const debounce = readDebounce(sent.scorer_debounce_config, say);
  if (leafClass !== MONITOR && leafClass !== CLASSIFIER_MONITOR) {
    say(`It is of the class ${leafClass}, whose code runs where it was written.`);
  }
  const query = withoutClasses(sent.query ?? null);
  try {
    parseCallQuery(query);
  } catch (error) {
    if (!(error instanceof CallQueryError)) throw error;
    say(`Its query can't be read: ${error.message}`);
  }
  return {
    problems,
    opNames: sent.op_names.filter((name) => name !== TURN_ENDED),
    hasTurns: sent.op_names.includes(TURN_ENDED),
    query,
    debounce,
  };
}

function readDebounce(config: unknown, say: (problem: string) => void): MonitorDebounce | null {
  if (!config) return null;
  const { data, error } = Debounce.safeParse(withoutClasses(config));
  if (data === undefined) {
    const [issue] = error.issues;
    const where = ['scorer_debounce_config', ...(issue?.path ?? [])].join('.');
    say(`How long it waits for more messages can't be read (${where}: ${issue?.message ?? ''}).`);
    return null;
  }
  const by = data.aggregation_field === 'trace_id' ? 'trace' : 'thread';
  const hasAll = data.aggregation_method === 'all_messages';
  return { by, seconds: data.timeout_seconds, hasAll };
}

const CLASS_FIELDS: ReadonlySet<string> = new Set(['_type', '_class_name', '_bases']);

/** A query without what the client notes of the classes of its parts. */
function withoutClasses(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutClasses);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).flatMap(([name, value]) => {
      if (CLASS_FIELDS.has(name)) return [];
      return [[name, name === '$literal' ? value : withoutClasses(value)]];
    }),
  );
}

/** Each scorer ready to be carried out, or why it is not. */
async function openScorers(
  scorers: Pick<Scorers, 'open'>,
  actor: Actor,
  project: Project,
  sent: z.output<typeof Sent>,
): Promise<readonly (PublishedScorer | Problem)[]> {
  const found: (PublishedScorer | Problem)[] = [];
  const names = new Set<string>();
  for (const text of sent.scorers) {
    const ref = typeof text === 'string' ? parseWeaveRef(text) : null;
    const isOwn = ref?.entity === project.entityName && ref.project === project.name;
    if (ref === null || !isOwn || (ref.kind !== 'object' && ref.kind !== 'op')) {
      found.push({ scorer: String(text).slice(0, 200), text: 'It is no object of this project.' });
      continue;
    }
    const { name } = ref;
    if (ref.kind === 'op') {
      found.push({ scorer: name, text: 'It is an op, whose code runs where it was written.' });
    } else if (names.has(name)) {
      found.push({ scorer: name, text: 'Another scorer of this monitor has its name.' });
    } else {
      names.add(name);
      found.push(await openScorer(scorers, actor, project, name, ref.version));
    }
  }
  return found;
}

async function openScorer(
  scorers: Pick<Scorers, 'open'>,
  actor: Actor,
  project: Project,
  name: string,
  version: string,
): Promise<PublishedScorer | Problem> {
  try {
    return await scorers.open(actor, project, name, version);
  } catch (error) {
    const isAnswer =
      error instanceof RunloomError && (error.code === 'invalid' || error.code === 'not_found');
    if (!isAnswer) throw error;
    return { scorer: name, text: error.message };
  }
}

/** The object of a monitor, paused or going on; all else as its client wrote it. */
export function withActive(value: JsonText, isActive: boolean): JsonText {
  const members = new Map(memberTexts(value));
  members.set('active', String(isActive));
  return `{${[...members].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
}
