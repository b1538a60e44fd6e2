import {
  PersonalWorkspaceView,
  SavedViewDetail,
  type SavedViewHead,
  type SavedViewKind,
  SavedViewList,
  SavedViewVersions,
  type TemplateScope,
  type ViewSpec,
  WorkspaceTemplateList,
} from '@runloom/model';
import { useQuery } from '@tanstack/react-query';
import { apiPath, commandApi, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** The reader's own workspace of a project. Read once a visit: what is on screen is newer than any answer. */
export function usePersonalWorkspace(entity: string, project: string, isEnabled: boolean) {
  return useQuery({
    queryKey: queryKeys.personalWorkspace(entity, project),
    queryFn: ({ signal }) =>
      requestApi(PersonalWorkspaceView, apiPath('projects', entity, project, 'workspace'), {
        signal,
      }),
    enabled: isEnabled,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

export function useSavedView(id: string | null) {
  return useQuery({
    queryKey: queryKeys.savedView(id ?? ''),
    queryFn: ({ signal }) => requestApi(SavedViewDetail, apiPath('views', id ?? ''), { signal }),
    enabled: id !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** The view that an address of a client names, as `wandb-workspaces` prints it: `?nw=…`. */
export function useLinkedView(entity: string, project: string, link: string | null) {
  const path = apiPath('projects', entity, project, 'linked-views', link ?? '');
  return useQuery({
    queryKey: queryKeys.linkedView(entity, project, link ?? ''),
    queryFn: ({ signal }) => requestApi(SavedViewDetail, path, { signal }),
    enabled: link !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

export function useSavedViews(entity: string, project: string, kind: SavedViewKind) {
  const path = apiPath('projects', entity, project, 'views');
  return useQuery({
    queryKey: queryKeys.savedViews(entity, project, kind),
    queryFn: async ({ signal }): Promise<readonly SavedViewHead[]> =>
      (await requestApi(SavedViewList, path, { query: { kind }, signal })).views,
  });
}

export function useViewVersions(id: number) {
  return useQuery({
    queryKey: queryKeys.viewVersions(id),
    queryFn: async ({ signal }) =>
      (await requestApi(SavedViewVersions, apiPath('views', String(id), 'versions'), { signal }))
        .versions,
    staleTime: 0,
  });
}

/** @throws RequestError with code `conflict` when another window saved since `base` */
export function savePersonal(
  entity: string,
  project: string,
  body: { readonly spec: ViewSpec; readonly base: number },
): Promise<PersonalWorkspaceView> {
  const path = apiPath('projects', entity, project, 'workspace');
  return requestApi(PersonalWorkspaceView, path, { method: 'PUT', body });
}

export function readPersonal(entity: string, project: string): Promise<PersonalWorkspaceView> {
  return requestApi(PersonalWorkspaceView, apiPath('projects', entity, project, 'workspace'), {});
}

/** What new workspaces begin with in the projects of an owner, and of the organization it belongs to. */
export function useWorkspaceTemplates(entity: string) {
  return useQuery({
    queryKey: queryKeys.workspaceTemplates(entity),
    queryFn: ({ signal }) =>
      requestApi(WorkspaceTemplateList, apiPath('entities', entity, 'workspace-template'), {
        signal,
      }),
    staleTime: 0,
  });
}

export function putWorkspaceTemplate(
  entity: string,
  body: { readonly scope: TemplateScope; readonly spec: ViewSpec },
): Promise<void> {
  return commandApi(apiPath('entities', entity, 'workspace-template'), { method: 'PUT', body });
}

export function removeWorkspaceTemplate(entity: string, scope: TemplateScope): Promise<void> {
  const path = apiPath('entities', entity, 'workspace-template');
  return commandApi(path, { method: 'DELETE', query: { scope } });
}

export function createView(
  entity: string,
  project: string,
  body: { readonly name: string; readonly kind: SavedViewKind; readonly spec: object },
): Promise<SavedViewDetail> {
  return requestApi(SavedViewDetail, apiPath('projects', entity, project, 'views'), {
    method: 'POST',
    body,
  });
}

/** @throws RequestError with code `conflict` when somebody else saved since `base` */
export function saveView(
  id: number,
  body: { readonly spec: object; readonly base: number },
): Promise<SavedViewDetail> {
  return requestApi(SavedViewDetail, apiPath('views', String(id)), { method: 'PUT', body });
}

export function readView(id: number): Promise<SavedViewDetail> {
  return requestApi(SavedViewDetail, apiPath('views', String(id)), {});
}

export function renameView(id: number, name: string): Promise<SavedViewDetail> {
  return requestApi(SavedViewDetail, apiPath('views', String(id)), {
    method: 'PATCH',
    body: { name },
  });
}

/** Removes a saved view with all its versions. */
export function removeView(id: number): Promise<void> {
  return commandApi(apiPath('views', String(id)), { method: 'DELETE' });
}
