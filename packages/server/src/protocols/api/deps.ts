import type { Accounts } from '../../domains/accounts/index.ts';
import type { Alerts } from '../../domains/alerts/index.ts';
import type { Artifacts } from '../../domains/artifacts/index.ts';
import type { Automations } from '../../domains/automations/index.ts';
import type { CallRules } from '../../domains/call-rules/index.ts';
import type { Calls } from '../../domains/calls/index.ts';
import type { Charts } from '../../domains/charts/index.ts';
import type { Console } from '../../domains/console/index.ts';
import type { Datasets } from '../../domains/datasets/index.ts';
import type { Files } from '../../domains/files/index.ts';
import type { Integrations } from '../../domains/integrations/index.ts';
import type { Lifecycle } from '../../domains/lifecycle/index.ts';
import type { Lineage } from '../../domains/lineage/index.ts';
import type { Live } from '../../domains/live/index.ts';
import type { Metrics } from '../../domains/metrics/index.ts';
import type { Objects } from '../../domains/objects/index.ts';
import type { Playground } from '../../domains/playground/index.ts';
import type { Projects } from '../../domains/projects/index.ts';
import type { Prompts } from '../../domains/prompts/index.ts';
import type { Providers } from '../../domains/providers/index.ts';
import type { Registries } from '../../domains/registries/index.ts';
import type { Runs } from '../../domains/runs/index.ts';
import type { Secrets } from '../../domains/secrets/index.ts';
import type { Workspaces } from '../../domains/views/index.ts';
import type { SessionCookie } from '../../platform/http/index.ts';

/** What the own API is built on. */
export interface ApiDeps {
  readonly accounts: Accounts;
  readonly projects: Projects;
  readonly runs: Runs;
  readonly calls: Calls;
  readonly callRules: CallRules;
  readonly metrics: Metrics;
  readonly console: Console;
  readonly files: Files;
  readonly live: Live;
  readonly alerts: Alerts;
  readonly charts: Charts;
  readonly automations: Automations;
  readonly integrations: Integrations;
  readonly secrets: Secrets;
  readonly artifacts: Artifacts;
  readonly registries: Registries;
  readonly lineage: Lineage;
  readonly objects: Objects;
  readonly datasets: Datasets;
  readonly prompts: Prompts;
  readonly providers: Providers;
  readonly playground: Playground;
  readonly lifecycle: Lifecycle;
  readonly workspaces: Workspaces;
  readonly cookie: SessionCookie;
  readonly version: string;
  /** Aborted when the server stops: live streams end then. */
  readonly closing: AbortSignal;
}
