import {
  MailStatus,
  NotificationDeliveries,
  NotificationList,
  NotificationMessage,
  NotificationSettings,
  type NotificationSettingsInput,
  NotificationTrial,
  type NotificationWay,
  ProjectNotices,
  RunNotices,
  UnsubscribeView,
} from '@runloom/model';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { apiAddress, apiPath, commandApi, projectPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

const PAGE = 50;
/** Where no stream can be shared between windows, the list is asked for this often. */
const POLL_MS = 60_000;
const CHANNEL = 'runloom notifications';

/** The newest notifications and how many are unread. */
export function useNewestNotifications() {
  return useQuery({
    queryKey: queryKeys.newestNotifications(),
    queryFn: ({ signal }) =>
      requestApi(NotificationList, apiPath('notifications'), { query: { limit: 8 }, signal }),
    refetchInterval: POLL_MS,
  });
}

export function useNotifications(unreadOnly: boolean) {
  return useInfiniteQuery({
    queryKey: queryKeys.notificationList(unreadOnly),
    queryFn: ({ pageParam, signal }) =>
      requestApi(NotificationList, apiPath('notifications'), {
        query: { limit: PAGE, unread: String(unreadOnly), cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/**
 * Keeps the notifications that are cached up to date. One window of the browser holds the stream and
 * tells the others: browsers open only a few connections to a server.
 */
export function useLiveNotifications(isSignedIn: boolean): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!isSignedIn || !('locks' in navigator)) return undefined;
    const changed = () =>
      void queryClient.invalidateQueries({ queryKey: queryKeys.notifications() });
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = changed;
    const leaving = new AbortController();
    const hold = (): Promise<void> =>
      new Promise((resolve) => {
        const source = new EventSource(apiAddress(apiPath('notifications', 'live')));
        source.onmessage = ({ data }) => {
          if (!NotificationMessage.safeParse(JSON.parse(String(data))).success) return;
          changed();
          channel.postMessage(null);
        };
        leaving.signal.addEventListener('abort', () => {
          source.close();
          resolve();
        });
      });
    navigator.locks
      .request(CHANNEL, { signal: leaving.signal }, hold)
      // Leaving before it was this window's turn.
      .catch(() => undefined);
    return () => {
      leaving.abort();
      channel.close();
    };
  }, [queryClient, isSignedIn]);
}

export function useMarkNotifications() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (
      which: { readonly ids: readonly number[]; readonly isRead: boolean } | { readonly all: true },
    ) => commandApi(apiPath('notifications', 'read'), { method: 'POST', body: which }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.notifications() }),
  });
}

export function useNotificationSettings() {
  return useQuery({
    queryKey: queryKeys.notificationSettings(),
    queryFn: ({ signal }) =>
      requestApi(NotificationSettings, apiPath('notifications', 'settings'), { signal }),
  });
}

export function useChangeNotificationSettings() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: NotificationSettingsInput) =>
      requestApi(NotificationSettings, apiPath('notifications', 'settings'), {
        method: 'PATCH',
        body: change,
      }),
    onSuccess: (settings) => queryClient.setQueryData(queryKeys.notificationSettings(), settings),
  });
}

export function useNotificationTrial() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (way: Exclude<NotificationWay, 'page'>) =>
      requestApi(NotificationTrial, apiPath('notifications', 'trial'), {
        method: 'POST',
        body: { way },
      }),
    onSettled: () =>
      queryClient.invalidateQueries({ queryKey: queryKeys.notificationDeliveries() }),
  });
}

export function useNotificationDeliveries() {
  return useQuery({
    queryKey: queryKeys.notificationDeliveries(),
    queryFn: async ({ signal }) =>
      (await requestApi(NotificationDeliveries, apiPath('notifications', 'deliveries'), { signal }))
        .deliveries,
  });
}

/** Mutes a project or gives it back its voice; whether it is watched stays. */
export function useMuteProject() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ place, isMuted }: { place: string; isMuted: boolean }) => {
      const [entity = '', project = ''] = place.split('/');
      const path = projectPath({ entity, project }, 'notices');
      const { isWatched } = await requestApi(ProjectNotices, path, {});
      return requestApi(ProjectNotices, path, { method: 'PUT', body: { isMuted, isWatched } });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.notificationSettings() }),
  });
}

/** Whether the reader watches a run. */
export function useRunNotices(entity: string, project: string, run: string, isEnabled: boolean) {
  return useQuery({
    queryKey: queryKeys.runNotices(entity, project, run),
    queryFn: ({ signal }) =>
      requestApi(RunNotices, apiPath('runs', entity, project, run, 'notices'), { signal }),
    enabled: isEnabled,
  });
}

export function useWatchRun(entity: string, project: string, run: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (isWatched: boolean) =>
      requestApi(RunNotices, apiPath('runs', entity, project, run, 'notices'), {
        method: 'PUT',
        body: { isWatched },
      }),
    onSuccess: (notices) =>
      queryClient.setQueryData(queryKeys.runNotices(entity, project, run), notices),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.notificationSettings() }),
  });
}

export function useUnsubscribeLink(token: string) {
  return useQuery({
    queryKey: queryKeys.unsubscribe(token),
    queryFn: ({ signal }) =>
      requestApi(UnsubscribeView, apiPath('notifications', 'unsubscribe', token), { signal }),
    retry: false,
  });
}

export function useUnsubscribe(token: string) {
  return useMutation({
    mutationFn: (all: boolean) =>
      commandApi(apiPath('notifications', 'unsubscribe', token), {
        method: 'POST',
        query: { all: String(all) },
      }),
  });
}

export function useMailStatus(isEnabled: boolean) {
  return useQuery({
    queryKey: queryKeys.mailStatus(),
    queryFn: ({ signal }) => requestApi(MailStatus, apiPath('admin', 'mail'), { signal }),
    enabled: isEnabled,
  });
}

export function useMailTrial() {
  return useMutation({
    mutationFn: (to: string) =>
      requestApi(NotificationTrial, apiPath('admin', 'mail', 'trial'), {
        method: 'POST',
        body: { to },
      }),
  });
}
