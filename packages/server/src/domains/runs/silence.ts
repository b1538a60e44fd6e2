/** A step of the wall clock beyond this, against the monotonic one, is a set clock or a machine that slept. */
const CLOCK_STEP_MS = 5_000;

/**
 * Decides when silence may be held against runs. Nobody could speak while this server was down, the
 * machine slept or its clock was set, so after each of these a full time-out must pass first.
 */
export function createSilenceWatch(wallClock: () => number, monotonicClock: () => number) {
  let graceStart = monotonicClock();
  let lastWall = wallClock();
  let lastMonotonic = graceStart;

  return {
    /** Heartbeats before this moment (wall clock) are overdue; null while nobody may be blamed. */
    deadline(timeoutMs: number): number | null {
      const wall = wallClock();
      const monotonic = monotonicClock();
      const step = wall - lastWall - (monotonic - lastMonotonic);
      if (Math.abs(step) > CLOCK_STEP_MS) graceStart = monotonic;
      lastWall = wall;
      lastMonotonic = monotonic;
      return monotonic - graceStart < timeoutMs ? null : wall - timeoutMs;
    },
  };
}
