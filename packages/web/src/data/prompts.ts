import { type PromptInput, PublishedVersion } from '@runloom/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { apiPath, commandApi, type ProjectPlace, projectPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

export function usePublishPrompt(place: ProjectPlace) {
  const queryClient = useQueryClient();
  const { entity, project } = place;
  return useMutation({
    mutationFn: ({ name, prompt }: { readonly name: string; readonly prompt: PromptInput }) =>
      requestApi(PublishedVersion, projectPath(place, 'prompts', name, 'versions'), {
        method: 'POST',
        body: prompt,
      }),
    // Not waited for: the page may be another one once the answer is here.
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.weaveObjects(entity, project) });
    },
  });
}

/** What stands for a version of an object: aliases are moved, tags are added. */
export function useLabels(place: ProjectPlace, name: string, digest: string) {
  const queryClient = useQueryClient();
  const { entity, project } = place;
  const object = ['projects', entity, project, 'weave-objects', 'object', name] as const;
  return useMutation({
    mutationFn: async (change: {
      readonly kind: 'aliases' | 'tags';
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }) => {
      const pathOf = (label: string): string =>
        change.kind === 'aliases'
          ? apiPath(...object, 'aliases', label)
          : apiPath(...object, 'versions', digest, 'tags', label);
      for (const label of change.removed) await commandApi(pathOf(label), { method: 'DELETE' });
      for (const label of change.added) {
        await commandApi(pathOf(label), {
          method: 'PUT',
          ...(change.kind === 'aliases' ? { body: { version: digest } } : {}),
        });
      }
    },
    onSettled: () =>
      queryClient.invalidateQueries({ queryKey: queryKeys.weaveObjects(entity, project) }),
  });
}
