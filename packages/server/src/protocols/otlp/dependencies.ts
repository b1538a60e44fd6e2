import type { Calls } from '../../domains/calls/index.ts';
import type { Projects } from '../../domains/projects/index.ts';

/** What OTLP speaks to. */
export interface OtlpDependencies {
  readonly projects: Pick<Projects, 'ensure'>;
  readonly calls: Pick<Calls, 'write'>;
}
