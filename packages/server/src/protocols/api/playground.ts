import { Readable } from 'node:stream';
import {
  type PlaygroundEvent,
  PlaygroundRequest,
  PublishedVersion,
  SavedModelInput,
} from '@runloom/model';
import { EVENT_STREAM_HEADERS, eventText } from '../../platform/http/index.ts';
import type { ApiDeps } from './deps.ts';
import { mergeStreams } from './merge-streams.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** Messages hold images. */
const BODY_LIMIT_BYTES = 32 * 1024 * 1024;
/** Of one request; the others wait. */
const RUNS_AT_ONCE = 8;
const HEARTBEAT_MS = 15_000;

/** Asking models from the page. */
export function playgroundRoutes({
  projects,
  playground,
  providers,
  objects,
  closing,
}: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/playground/runs',
      summary: 'Ask models; what they answer comes as server-sent events, each a PlaygroundEvent',
      policy: 'checked-by-domain',
      body: PlaygroundRequest,
      bodyLimitBytes: BODY_LIMIT_BYTES,
      answer: { media: 'text/event-stream' },
      async handle({ actor, params, body, reply }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        // An unknown provider is told before anything is asked.
        for (const name of new Set(body.runs.map(({ provider }) => provider))) {
          await providers.open(project.entityId, name);
        }
        const stopped = new AbortController();
        const signal = AbortSignal.any([stopped.signal, closing]);
        const events = mergeStreams(
          body.runs.map((run) => () => playground.run(actor, project, run, signal)),
          { atOnce: RUNS_AT_ONCE, idleMs: HEARTBEAT_MS },
        );
        reply.headers(EVENT_STREAM_HEADERS);
        // Whoever goes away stops what runs.
        reply.raw.on('close', () => stopped.abort());
        return Readable.from(texts(events), { objectMode: false });
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/playground/models/{name}/versions',
      summary: 'Keep the settings of a model as a version of an object',
      policy: 'checked-by-domain',
      body: SavedModelInput,
      answer: { json: PublishedVersion },
      async handle({ actor, params, body }) {
        const { id } = await projects.find(actor, params.entity, params.project, 'write');
        const { provider, model, messages, tools, answerSchema, parameters } = body;
        return objects.create(actor, id, {
          name: params.name,
          builtinClass: 'LLMStructuredCompletionModel',
          value: JSON.stringify({
            llm_model_id: `${provider}/${model}`,
            default_params: {
              messages_template: messages,
              functions: tools.map((tool) => tool.function),
              temperature: parameters.temperature ?? null,
              top_p: parameters.topP ?? null,
              max_tokens: parameters.maxTokens ?? null,
              stop: parameters.stop ?? null,
              frequency_penalty: parameters.frequencyPenalty ?? null,
              presence_penalty: parameters.presencePenalty ?? null,
              response_format: answerSchema === undefined ? null : 'json_schema',
              response_schema: answerSchema ?? null,
            },
          }),
        });
      },
    }),
  ];
}

/** A comment where nothing comes for long keeps proxies from closing the connection. */
async function* texts(events: AsyncIterable<PlaygroundEvent | null>): AsyncGenerator<string> {
  for await (const event of events) {
    yield event === null ? ':\n\n' : eventText(JSON.stringify(event));
  }
}
