import {
  ChangedMonitorSpec,
  MonitorInput,
  type MonitorSpec,
  type MonitorSpecInput,
} from '@runloom/model';
import {
  numberOrNull,
  numberText,
  readScorer,
  type ScorerDraft,
  draftOf as scorerDraftOf,
} from '../../evaluations/scorers/scorer-draft.ts';

/** An alarm as it is typed. */
export interface AlarmDraft {
  readonly id: number;
  readonly key: string;
  readonly direction: 'falls' | 'rises';
  readonly against: 'threshold' | 'baseline';
  readonly value: string;
  readonly calls: string;
  readonly tolerance: string;
  readonly min: string;
  readonly max: string;
  readonly alpha: string;
}

/** A monitor as it is typed. */
export interface MonitorDraft {
  readonly name: string;
  readonly description: string;
  readonly filter: string;
  readonly rootsOnly: boolean;
  /** In percent. */
  readonly share: string;
  readonly callsPerDay: string;
  readonly costPerDay: string;
  readonly scorers: readonly ScorerDraft[];
  readonly alarms: readonly AlarmDraft[];
}

export const NEW_MONITOR: MonitorDraft = {
  name: '',
  description: '',
  filter: '',
  rootsOnly: true,
  share: '10',
  callsPerDay: '1000',
  costPerDay: '',
  scorers: [],
  alarms: [],
};

export const newAlarm = (id: number, key: string): AlarmDraft => ({
  id,
  key,
  direction: 'falls',
  against: 'threshold',
  value: '0.9',
  calls: '200',
  tolerance: '0.02',
  min: '0',
  max: '1',
  alpha: '0.01',
});

/** Keys that the scorers of a draft will have, as far as they tell. */
export function keysOf(scorers: readonly ScorerDraft[]): readonly string[] {
  return scorers.flatMap((draft) => {
    switch (draft.kind) {
      case 'distance':
        return [`${draft.name}.distance`, `${draft.name}.within`];
      case 'length':
        return [`${draft.name}.length`, `${draft.name}.within`];
      case 'json':
        return draft.schema.trim() === ''
          ? [draft.name]
          : [`${draft.name}.fits`, `${draft.name}.valid`];
      case 'judge':
        return [`${draft.name}.${draft.answer === 'score' ? 'score' : 'passed'}`];
      default:
        return [draft.name];
    }
  });
}

/** That of a client has all scorers that its client gave it. */
const ClientsMonitor = MonitorInput.extend({ spec: ChangedMonitorSpec });

/** What a draft says, or what is wrong with it. */
export function readMonitor(
  draft: MonitorDraft,
  { isClients = false } = {},
):
  | { readonly input: MonitorInput; readonly spec: MonitorSpecInput }
  | { readonly problem: string } {
  const scorers = [];
  for (const one of draft.scorers) {
    const read = readScorer(one);
    if ('problem' in read) return { problem: `${one.name || 'Scorer'}: ${read.problem}` };
    scorers.push(read.scorer);
  }
  const raw = {
    name: draft.name,
    spec: {
      description: draft.description,
      filter: draft.filter,
      rootsOnly: draft.rootsOnly,
      rate: Number(draft.share) / 100,
      scorers,
      callsPerDay: numberOrNull(draft.callsPerDay),
      costPerDay: numberOrNull(draft.costPerDay),
      alarms: draft.alarms.map((alarm) => ({
        key: alarm.key,
        direction: alarm.direction,
        against:
          alarm.against === 'threshold'
            ? { kind: 'threshold', value: Number(alarm.value) }
            : {
                kind: 'baseline',
                calls: Number(alarm.calls),
                tolerance: Number(alarm.tolerance),
              },
        min: Number(alarm.min),
        max: Number(alarm.max),
        alpha: Number(alarm.alpha),
      })),
    },
  };
  const read = (isClients ? ClientsMonitor : MonitorInput).safeParse(raw);
  if (read.success) return { input: read.data, spec: read.data.spec };
  const [issue] = read.error.issues;
  const path = issue?.path.map(String).filter((step) => step !== 'spec') ?? [];
  return { problem: `${path.length === 0 ? '' : `${path.join(' ')}: `}${issue?.message ?? ''}` };
}

/** A monitor's settings as a draft, to change them. */
export function monitorDraftOf(name: string, spec: MonitorSpec): MonitorDraft {
  return {
    name,
    description: spec.description,
    filter: spec.filter,
    rootsOnly: spec.rootsOnly,
    share: String(Number((spec.rate * 100).toPrecision(10))),
    callsPerDay: numberText(spec.callsPerDay),
    costPerDay: numberText(spec.costPerDay),
    scorers: spec.scorers.map((scorer, at) => scorerDraftOf(at + 1, scorer)),
    alarms: spec.alarms.map((alarm, at) => ({
      ...newAlarm(at + 1, alarm.key),
      direction: alarm.direction,
      against: alarm.against.kind,
      ...(alarm.against.kind === 'threshold'
        ? { value: String(alarm.against.value) }
        : { calls: String(alarm.against.calls), tolerance: String(alarm.against.tolerance) }),
      min: String(alarm.min),
      max: String(alarm.max),
      alpha: String(alarm.alpha),
    })),
  };
}
