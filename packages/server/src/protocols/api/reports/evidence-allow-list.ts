import type { EvidenceRequest } from '@runloom/model';
import { API_PREFIX } from '../route.ts';

const PROJECT = '/projects/{entity}/{project}';
const RUN = '/runs/{entity}/{project}/{run}';
const ARTIFACT = `${PROJECT}/artifacts/{artifact}`;

/** Addresses that only tell what there is, of single projects: what blocks of a report are drawn from. */
const RECORDED: Readonly<Record<EvidenceRequest['method'], readonly string[]>> = {
  GET: [
    PROJECT,
    `${PROJECT}/artifacts`,
    ARTIFACT,
    `${ARTIFACT}/versions`,
    `${ARTIFACT}/versions/{version}`,
    `${ARTIFACT}/versions/{version}/entry`,
    `${ARTIFACT}/versions/{version}/files`,
    `${PROJECT}/calls/{call}`,
    `${PROJECT}/evaluations`,
    `${PROJECT}/evaluations/{evaluation}`,
    `${PROJECT}/leaderboards/{leaderboard}`,
    `${PROJECT}/lineage`,
    `${PROJECT}/metric-keys`,
    `${PROJECT}/run-fields`,
    `${PROJECT}/run-values`,
    `${PROJECT}/runs`,
    `${PROJECT}/threads`,
    `${PROJECT}/traces/{trace}/outline`,
    `${PROJECT}/weave-objects/{kind}/{name}`,
    `${PROJECT}/weave-objects/{kind}/{name}/versions/{version}`,
    `${PROJECT}/weave-tables/{digest}`,
    RUN,
    `${RUN}/artifacts`,
    `${RUN}/code`,
    `${RUN}/console`,
    `${RUN}/console/labels`,
    `${RUN}/files`,
    `${RUN}/forks`,
    `${RUN}/media`,
    `${RUN}/media/steps`,
    `${RUN}/metric-keys`,
    '/artifact-references',
    '/entities/{entity}/charts',
    '/entities/{entity}/charts/{chart}',
  ],
  POST: [
    `${PROJECT}/calls/count`,
    `${PROJECT}/calls/fields`,
    `${PROJECT}/calls/rows`,
    `${PROJECT}/calls/stats`,
    `${PROJECT}/calls/use`,
    `${PROJECT}/evaluations/compare`,
    `${PROJECT}/evaluations/example`,
    `${PROJECT}/evaluations/examples`,
    `${PROJECT}/panels`,
    `${PROJECT}/runs/groups`,
    `${PROJECT}/runs/history-rows`,
    `${PROJECT}/runs/rows`,
    `${PROJECT}/runs/whole`,
    `${PROJECT}/series`,
    `${RUN}/media/values`,
  ],
};

const PATTERNS = new Map(
  Object.entries(RECORDED).map(([method, paths]) => [method, paths.map(patternOf)]),
);

/** Those of them whose answers name files that are drawn with them. */
const WITH_FILES = [
  `GET ${ARTIFACT}/versions/{version}/entry`,
  `GET ${RUN}/code`,
  `POST ${RUN}/media/values`,
].map((route) => {
  const [method = '', path = ''] = route.split(' ');
  return { method, pattern: patternOf(path) };
});

/** Whether the files that this address names are kept with its answer. */
export function keepsFiles({ method, path }: Pick<EvidenceRequest, 'method' | 'path'>): boolean {
  const [address = ''] = path.split('?', 1);
  return WITH_FILES.some((one) => one.method === method && one.pattern.test(address));
}

/** Whether blocks of reports are drawn from what this address answers. `path` with its query. */
export function isRecordable({ method, path }: Pick<EvidenceRequest, 'method' | 'path'>): boolean {
  const [address = ''] = path.split('?', 1);
  // Another reader of the address could see other segments in it.
  if (/[#\\\s]|\/\.{1,2}(?:\/|$)|%2e|%2f|%5c|\/\//i.test(address)) return false;
  return PATTERNS.get(method)?.some((pattern) => pattern.test(address)) ?? false;
}

/** All addresses that can be recorded, as routes are written. */
export const recordedRoutes = (): readonly string[] =>
  Object.entries(RECORDED).flatMap(([method, paths]) => paths.map((path) => `${method} ${path}`));

function patternOf(path: string): RegExp {
  return new RegExp(`^${API_PREFIX}${path.replace(/\{\w+\}/g, '[^/]+')}$`);
}
