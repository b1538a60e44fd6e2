import { RunloomError } from '../../platform/errors.ts';
import { get, post, put, type WeaveRoute } from './route.ts';

const MODELS = 'This server runs no models itself: call the model in your program and log it.';
const WORKERS =
  'This server runs no scorers or evaluations itself: run them in your program, they are logged from there.';
const AGENTS =
  'Spans of agents are calls here: /calls/stream_query lists them, /threads/stream_query their conversations.';
const SOURCES = 'Where rows of datasets come from is not kept by this server yet.';

/** What this server does not do, and what to do instead. Clients take 404 for a missing feature and go on. */
const ABSENT: readonly (readonly [path: string, message: string])[] = [
  ['/completions/create', MODELS],
  ['/completions/create_stream', MODELS],
  ['/image/create', MODELS],
  ['/calls/score', WORKERS],
  ['/evaluations/evaluate_model', WORKERS],
  ['/evaluations/rescore', WORKERS],
  ['/evaluations/status', WORKERS],
  ['/agents/query', AGENTS],
  ['/agents/agent-versions/query', AGENTS],
  ['/agents/conversations/chat', AGENTS],
  ['/agents/conversations/spans', AGENTS],
  ['/agents/search', AGENTS],
  ['/agents/spans/custom-attrs/schema', AGENTS],
  ['/agents/spans/query', AGENTS],
  ['/agents/spans/stats', AGENTS],
  ['/agents/traces/chat', AGENTS],
  ['/dataset_sources/link', SOURCES],
  ['/dataset_sources/query', SOURCES],
  ['/dataset_sources/source_datasets_query', SOURCES],
  ['/dataset_sources/link_delete', SOURCES],
  ['/files/resolve_url', 'Files are read by /file/content; there are no other addresses of them.'],
  ['/project/ttl_settings/update', 'Calls are kept until somebody deletes them.'],
];

export function laterRoutes(): readonly WeaveRoute[] {
  const refuse = (message: string) => async (): Promise<never> => {
    throw new RunloomError('not_found', message);
  };
  return [
    ...ABSENT.map(([path, message]) => post(path, refuse(message))),
    put('/v2/:entity/:project/runtimes/:runtime', refuse(MODELS)),
    post('/project/ttl_settings/read', async () => ({ retention_days: null })),
    post('/project/ingest_sampling_settings/read', async () => ({
      dry_run: false,
      sample_rate: 1,
    })),
    get('/project/sensitive_data_settings', async () => ({ policy: 'off' })),
  ];
}
