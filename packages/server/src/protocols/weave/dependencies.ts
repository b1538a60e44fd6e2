import type { Accounts } from '../../domains/accounts/index.ts';
import type { Annotations } from '../../domains/annotations/index.ts';
import type { Calls } from '../../domains/calls/index.ts';
import type { Costs } from '../../domains/costs/index.ts';
import type { Evaluations } from '../../domains/evaluations/index.ts';
import type { Objects } from '../../domains/objects/index.ts';
import type { Projects } from '../../domains/projects/index.ts';

/** What the Weave protocol is built on. */
export interface WeaveDependencies {
  readonly accounts: Pick<Accounts, 'getUser'>;
  readonly projects: Projects;
  readonly calls: Calls;
  readonly objects: Objects;
  readonly costs: Costs;
  readonly annotations: Annotations;
  readonly evaluations: Pick<Evaluations, 'trials' | 'rowsOf'>;
  readonly version: string;
}
