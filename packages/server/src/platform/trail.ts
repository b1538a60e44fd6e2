import { AsyncLocalStorage } from 'node:async_hooks';

/** Something that was done, or refused, in words of the audit log. */
export interface Trace {
  readonly action: string;
  readonly resource: { readonly kind: string; readonly name: string };
  /** By which the organization is found that the resource belongs to: an entity's name. */
  readonly entity?: string;
  /** The organization itself. */
  readonly organization?: string;
  /** Small values without secrets. */
  readonly details?: Readonly<Record<string, TraceDetail>>;
}

export type TraceDetail = string | number | boolean | null | readonly TraceDetail[];

/** What one request left behind. */
export interface Trail {
  readonly changes: Trace[];
  readonly refusals: Trace[];
  /** What broke down on the way: some of it may have been done. */
  readonly failures: Trace[];
  /** Whom the request is about where its address does not say so: the account that somebody signs in to. */
  subject?: string;
  /** The project that was asked for last: what an address names by a number alone lies in it. */
  project?: { readonly entity: string; readonly name: string };
}

/** Ways for rooms deep below a request to leave something on its trail. */
export interface Trails {
  create(): Trail;
  /** Runs `work` so that all that it calls leaves its traces on this trail. */
  follow<T>(trail: Trail, work: () => T): T;
  /** To the trail that is followed now; without one (jobs of the server) to nobody. */
  changed(trace: Trace): void;
  refused(trace: Trace): void;
  /** A project that the request may go on with. */
  entered(project: { readonly entity: string; readonly name: string }): void;
}

/** A scanner that tries many things in one request leaves no more refusals than so many. */
const MOST_REFUSALS = 100;

export function createTrails(): Trails {
  const followed = new AsyncLocalStorage<Trail>();
  return {
    create: () => ({ changes: [], refusals: [], failures: [] }),
    follow: (trail, work) => followed.run(trail, work),
    changed: (trace) => void followed.getStore()?.changes.push(trace),
    entered(project) {
      const trail = followed.getStore();
      if (trail !== undefined) trail.project = project;
    },
    refused(trace) {
      const refusals = followed.getStore()?.refusals;
      if (refusals !== undefined && refusals.length < MOST_REFUSALS) refusals.push(trace);
    },
  };
}
