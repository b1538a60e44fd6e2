import type { ImportanceSettings } from '@runloom/model';
import { useEffect, useRef, useState } from 'react';
import { openWorker } from '../../data/open-worker.ts';
import type { JudgeAnswer, Judgement, JudgeRequest } from './judge.ts';
import workerAddress from './judge-worker.ts?worker&url';
import type { Parameter, Prepared } from './prepare.ts';

/** What is known of parameters, and of which. */
export interface Judged {
  readonly parameters: readonly Parameter[];
  readonly judgements: readonly Judgement[];
  readonly explained: number;
  readonly runCount: number;
}

/**
 * Has parameters judged by a worker of the panel's own. While runs log, a judgement under way is
 * finished and the newest question follows; another question ends it.
 * @param question changes when what was found so far says nothing about it
 */
export function useJudgements(
  prepared: Prepared,
  correlation: ImportanceSettings['correlation'],
  question: string,
): { readonly judged: Judged | null; readonly isBusy: boolean; readonly error: string | null } {
  const [found, setFound] = useState<{ question: string; judged: Judged } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const state = useRef({
    worker: null as Worker | null,
    id: 0,
    question: '',
    running: null as Prepared | null,
    next: null as { prepared: Prepared; correlation: ImportanceSettings['correlation'] } | null,
  }).current;

  useEffect(() => {
    const stop = () => {
      state.worker?.terminate();
      state.worker = null;
      state.running = null;
      state.next = null;
    };
    const ask = (asked: Prepared, way: ImportanceSettings['correlation']) => {
      state.running = asked;
      state.id += 1;
      state.worker ??= start();
      const { parameters, target } = asked;
      const request: JudgeRequest = { id: state.id, parameters, target, correlation: way };
      state.worker.postMessage(request);
    };
    const start = () => {
      const worker = openWorker(workerAddress);
      worker.addEventListener('message', ({ data }: MessageEvent<JudgeAnswer>) => {
        const { running, next } = state;
        if (data.id !== state.id || running === null) return;
        const { judgements, explained } = data;
        setFound({
          question: state.question,
          judged: {
            parameters: running.parameters,
            judgements,
            explained,
            runCount: running.target.length,
          },
        });
        setError(null);
        state.running = null;
        state.next = null;
        if (next === null) setBusy(false);
        else ask(next.prepared, next.correlation);
      });
      worker.addEventListener('error', (event) => {
        stop();
        setBusy(false);
        setError(event.message || 'The computation could not be loaded.');
      });
      return worker;
    };

    if (state.question !== question) stop();
    state.question = question;
    if (prepared.problem !== null) {
      stop();
      setBusy(false);
      return;
    }
    setBusy(true);
    if (state.running === null) ask(prepared, correlation);
    else state.next = { prepared, correlation };
  }, [state, prepared, correlation, question]);

  useEffect(
    () => () => {
      state.worker?.terminate();
      state.worker = null;
      state.running = null;
    },
    [state],
  );
  return { judged: found?.question === question ? found.judged : null, isBusy, error };
}
