import {
  type ModelProviderInput,
  ModelProviderList,
  ModelProviderView,
  PlaygroundEvent,
  type PlaygroundRequest,
  PublishedVersion,
  type SavedModelInput,
} from '@runloom/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  apiPath,
  commandApi,
  openApi,
  type ProjectPlace,
  projectPath,
  requestApi,
} from './client.ts';
import { queryKeys } from './query-keys.ts';

/**
 * Asks models; told of each event as it comes. Ends with the last one.
 * @throws RequestError when nothing could be asked, or the connection was lost
 */
export async function askModels(
  place: ProjectPlace,
  request: PlaygroundRequest,
  onEvent: (event: PlaygroundEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const response = await openApi(projectPath(place, 'playground', 'runs'), {
    method: 'POST',
    body: request,
    accept: 'text/event-stream',
    signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = '';
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
    if (done) return;
    const events = (waiting + value).split('\n\n');
    waiting = events.pop() ?? '';
    for (const event of events) {
      if (event.startsWith('data: ')) onEvent(PlaygroundEvent.parse(JSON.parse(event.slice(6))));
    }
  }
}

const providersPath = (entity: string, ...rest: string[]): string =>
  apiPath('entities', entity, 'model-providers', ...rest);

/** Where the models of an owner are asked. */
export function useModelProviders(entity: string) {
  return useQuery({
    queryKey: queryKeys.modelProviders(entity),
    queryFn: async ({ signal }) =>
      (await requestApi(ModelProviderList, providersPath(entity), { signal })).providers,
    retry: false,
  });
}

export function usePutModelProvider(entity: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, ...body }: ModelProviderInput & { readonly name: string }) =>
      requestApi(ModelProviderView, providersPath(entity, name), { method: 'PUT', body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.modelProviders(entity) }),
  });
}

export function useRemoveModelProvider(entity: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => commandApi(providersPath(entity, name), { method: 'DELETE' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.modelProviders(entity) }),
  });
}

/** Keeps the settings of a model as a version of an object. */
export function useSaveModel(place: ProjectPlace) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, ...body }: SavedModelInput & { readonly name: string }) =>
      requestApi(PublishedVersion, projectPath(place, 'playground', 'models', name, 'versions'), {
        method: 'POST',
        body,
      }),
    onSuccess: () => {
      void queryClient.invalidateQueries({
        queryKey: queryKeys.weaveObjects(place.entity, place.project),
      });
    },
  });
}
