import type { Accounts } from '../../domains/accounts/index.ts';
import type { Alerts } from '../../domains/alerts/index.ts';
import type { Artifacts } from '../../domains/artifacts/index.ts';
import type { Automations } from '../../domains/automations/index.ts';
import type { Charts } from '../../domains/charts/index.ts';
import type { Console } from '../../domains/console/index.ts';
import type { Files } from '../../domains/files/index.ts';
import type { HistoryExports } from '../../domains/history-exports/index.ts';
import type { Ingest } from '../../domains/ingest/index.ts';
import type { Integrations } from '../../domains/integrations/index.ts';
import type { Live } from '../../domains/live/index.ts';
import type { Metrics } from '../../domains/metrics/index.ts';
import type { MailPort } from '../../domains/notifications/index.ts';
import type { Projects } from '../../domains/projects/index.ts';
import type { Registries } from '../../domains/registries/index.ts';
import type { ClientLinks } from '../../domains/reports/index.ts';
import type { Runs } from '../../domains/runs/index.ts';
import type { Views } from '../../domains/views/index.ts';

/** What the W&B protocol speaks to. */
export interface WandbDependencies {
  readonly accounts: Accounts;
  readonly mail: MailPort;
  readonly projects: Projects;
  readonly runs: Runs;
  readonly metrics: Metrics;
  readonly console: Console;
  readonly files: Files;
  readonly historyExports: HistoryExports;
  readonly ingest: Ingest;
  readonly live: Live;
  readonly alerts: Alerts;
  readonly charts: Charts;
  readonly automations: Automations;
  readonly integrations: Integrations;
  /** Reports among them. */
  readonly views: Views;
  readonly reportLinks: ClientLinks;
  readonly artifacts: Artifacts;
  readonly registries: Registries;
}
