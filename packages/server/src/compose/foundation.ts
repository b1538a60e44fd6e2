import { createAccounts, type UserActor } from '../domains/accounts/index.ts';
import { createActivity } from '../domains/activity/index.ts';
import { createArtifactContentHolder } from '../domains/artifacts/index.ts';
import { createAudit } from '../domains/audit/index.ts';
import { createContents } from '../domains/contents/index.ts';
import { createFileContentHolder } from '../domains/files/index.ts';
import { createHistoryExportContentHolder } from '../domains/history-exports/index.ts';
import { createJobs } from '../domains/jobs/index.ts';
import { createLive } from '../domains/live/index.ts';
import { createObjectContentHolder } from '../domains/objects/index.ts';
import { createProjects } from '../domains/projects/index.ts';
import { createReportContentHolder } from '../domains/reports/index.ts';
import { createSeal, createSecrets } from '../domains/secrets/index.ts';
import { createSignIn } from '../domains/sign-in/index.ts';
import { openVersions } from '../domains/versions/index.ts';
import { createErrands } from '../platform/http/index.ts';
import { createOutbound } from '../platform/outbound/index.ts';
import { createTrails } from '../platform/trail.ts';
import { createGroupCommitter } from '../stores/columns/group-commit.ts';
import type { ServerOptions } from './options.ts';

/** What all other rooms stand on: the stores, who is who and what they did, projects, jobs. */
export type Foundation = Awaited<ReturnType<typeof layFoundation>>;

export async function layFoundation({ config, stores, secret, log }: ServerOptions) {
  const { metadata, columns, blobs } = stores;
  const { publicUrl } = config;
  const numbers = await openVersions({ metadata });
  const live = createLive();
  const trails = createTrails();
  const accounts = createAccounts({
    metadata,
    secret,
    refused: trails.refused,
    ...(config.signIn && { sessionLimits: config.signIn.sessions }),
  });
  const auditRetentionDays = config.auditRetentionDays ?? null;
  const audit = createAudit({
    metadata,
    accounts,
    secret,
    retentionDays: auditRetentionDays,
    log,
  });
  const projects = createProjects({ metadata, accounts, trails });
  const seal = createSeal(secret);
  return {
    metadata,
    columns,
    blobs,
    secret,
    log,
    publicUrl,
    numbers,
    versions: () => numbers.next(),
    committer: createGroupCommitter(columns),
    contents: createContents({
      metadata,
      blobs,
      holders: [
        createFileContentHolder(metadata),
        createArtifactContentHolder(metadata),
        createHistoryExportContentHolder(metadata),
        createObjectContentHolder(metadata),
        createReportContentHolder(metadata),
      ],
    }),
    live,
    trails,
    accounts,
    signIn: createSignIn({
      metadata,
      accounts,
      seal,
      password: config.signIn?.password ?? true,
      providers: config.signIn?.providers ?? [],
      changed: trails.changed,
    }),
    audit,
    auditRetentionDays,
    projects,
    activity: createActivity({ metadata, projects }),
    jobs: createJobs({ metadata, log }),
    seal,
    secrets: createSecrets({ metadata, accounts, seal }),
    outbound: createOutbound({ allowed: config.outboundAllowedHosts }),
    errands: createErrands<UserActor>(),
  };
}
