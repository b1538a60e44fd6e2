import { getRouteApi } from '@tanstack/react-router';
import { PageError } from '../../app/page-error.tsx';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { useCall } from '../../data/calls.ts';
import type { ProjectPlace } from '../../data/client.ts';
import { useModelProviders } from '../../data/playground.ts';
import { useProject } from '../../data/projects.ts';
import { useWeaveVersion } from '../../data/weave-objects.ts';
import { messagesOf, readPrompt } from '../prompts/prompt-value.ts';
import { readAsked } from './from-call.ts';
import { Playground } from './playground.tsx';
import { EMPTY_SETTINGS, type ModelSettings, type PlaygroundState, startState } from './state.ts';
import { storedState } from './stored-state.ts';

const route = getRouteApi('/$entity/$project/weave/playground');

/** Models asked by hand, side by side: from nothing, from a prompt, or from a traced call. */
export function PlaygroundPage() {
  const { entity, project } = route.useParams();
  const { call, prompt } = route.useSearch();
  useTitle('Playground', project, entity);
  const access = useProject(entity, project);
  if (access.data === undefined) {
    if (access.isPending) return <PagePending />;
    return <PageError error={access.error} onRetry={() => void access.refetch()} />;
  }
  if (!access.data.canWrite) {
    return (
      <EmptyState title="Only for members" heading="h1">
        Asking models costs, and leaves traces: that needs the right to write in this project.
      </EmptyState>
    );
  }
  const place = { entity, project };
  if (call !== undefined) return <FromCall place={place} call={call} />;
  if (prompt !== undefined) return <FromPrompt place={place} prompt={prompt} />;
  return <Begun place={place} start={storedState(place)} />;
}

function FromCall({ place, call }: { readonly place: ProjectPlace; readonly call: string }) {
  const query = useCall(place, call);
  if (query.data === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  const asked = readAsked(query.data.inputs);
  if (asked === null) {
    return (
      <EmptyState title="No conversation" heading="h1">
        The inputs of this call hold no messages that a model could be asked with.
      </EmptyState>
    );
  }
  const { model, messages, tools, parameters } = asked;
  const settings = { ...EMPTY_SETTINGS, model, tools, parameters };
  return <Begun key={call} place={place} start={startState(messages, settings)} />;
}

function FromPrompt({ place, prompt }: { readonly place: ProjectPlace; readonly prompt: string }) {
  const colon = prompt.lastIndexOf(':');
  const [name, version] =
    colon < 0 ? [prompt, 'latest'] : [prompt.slice(0, colon), prompt.slice(colon + 1)];
  const query = useWeaveVersion({ ...place, kind: 'object', name }, version);
  if (query.data === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  const read = readPrompt(query.data.leafClass, query.data.value);
  if (read === null) {
    return (
      <EmptyState title="No prompt" heading="h1">
        “{name}” is no prompt that a model could be asked with.
      </EmptyState>
    );
  }
  return <Begun key={prompt} place={place} start={startState(messagesOf(read))} name={name} />;
}

/** Where no provider is chosen, the first that knows the model is. */
function Begun({
  place,
  start,
  name = 'prompt',
}: {
  readonly place: ProjectPlace;
  readonly start: PlaygroundState;
  readonly name?: string;
}) {
  const providers = useModelProviders(place.entity);
  if (providers.data === undefined) {
    if (providers.isPending) return <PagePending />;
    return <PageError error={providers.error} onRetry={() => void providers.refetch()} />;
  }
  const known = providers.data;
  const chosen = ({ provider, model }: ModelSettings): Partial<ModelSettings> => {
    if (known.some((one) => one.name === provider)) return {};
    const found = known.find(({ models }) => models.includes(model)) ?? known[0];
    return found === undefined
      ? {}
      : { provider: found.name, ...(model === '' ? { model: found.models[0] ?? '' } : {}) };
  };
  const chats = start.chats.map((chat) => ({
    ...chat,
    settings: { ...chat.settings, ...chosen(chat.settings) },
  }));
  return <Playground place={place} start={{ ...start, chats }} providers={known} name={name} />;
}
