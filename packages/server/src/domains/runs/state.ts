import type { Run, RunProgress, RunState } from './types.ts';

/**
 * Exit code that the client reports for Ctrl-C and for a stop asked for in the browser; a script
 * that failed by itself reports another one.
 */
const INTERRUPTED = 255;

/** States in which a process is believed to be at work. */
export const ALIVE: readonly RunState[] = ['running', 'preempting'];

/** States that only silence leads to: any sign of life ends them. */
const SILENT: readonly RunState[] = ['crashed', 'preempted', 'pending'];

/**
 * The state after one acknowledged request.
 *
 * - `complete`: by exit code, whatever came before; a run that was being preempted and did not exit
 *   cleanly counts as preempted.
 * - Otherwise a sign of life: it revives crashed, preempted and pending runs. A run with an exit code
 *   is revived only by data (someone resumed it), not by a late heartbeat.
 */
export function stateAfter(state: RunState, progress: RunProgress): RunState {
  if (progress.complete === true) {
    return exitState(
      progress.exitCode ?? 0,
      state === 'preempting' || progress.preempting === true,
    );
  }
  if (progress.preempting === true) return 'preempting';
  if (ALIVE.includes(state)) return state;
  return SILENT.includes(state) || hasData(progress) ? 'running' : state;
}

/** The state that silence leads to; null when the run is not expected to speak. */
export function stateAfterSilence(state: RunState): RunState | null {
  if (state === 'running') return 'crashed';
  return state === 'preempting' ? 'preempted' : null;
}

/** Whether asking the run to stop can still reach a process (a crashed one may only be out of reach). */
export function canStop(run: Run): boolean {
  return ALIVE.includes(run.state) || run.state === 'crashed';
}

function exitState(exitCode: number, preempting: boolean): RunState {
  if (exitCode === 0) return 'finished';
  if (preempting) return 'preempted';
  return exitCode === INTERRUPTED ? 'killed' : 'failed';
}

function hasData(progress: RunProgress): boolean {
  return (
    // A process of a shared run that lives on after another one has ended.
    progress.shared === true ||
    progress.historyLineCount !== undefined ||
    progress.eventsLineCount !== undefined ||
    progress.logLineCount !== undefined ||
    progress.summary !== undefined
  );
}
