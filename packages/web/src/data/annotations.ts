import {
  AgreementView,
  type AnnotationQueueChange,
  type AnnotationQueueInput,
  AnnotationQueueList,
  AnnotationQueueView,
  type AnswersInput,
  DatasetPublished,
  type DecisionInput,
  JudgeList,
  NextItem,
  type QueueDatasetInput,
  QueueItemsAdded,
  type QueueItemsInput,
  QueueItemView,
} from '@runloom/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { apiPath, commandApi, type ProjectPlace, projectPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

interface QueuePlace extends ProjectPlace {
  readonly queue: string;
}

const queuesPath = (place: ProjectPlace): string => projectPath(place, 'annotation-queues');

const queuePath = (place: QueuePlace, ...rest: string[]): string =>
  queuesPath(place) + apiPath(place.queue, ...rest);

/** Queues of calls for people to judge. */
export function useAnnotationQueues(place: ProjectPlace, isEnabled = true) {
  return useQuery({
    queryKey: queryKeys.annotations(place.entity, place.project, 'list'),
    queryFn: async ({ signal }) =>
      (await requestApi(AnnotationQueueList, queuesPath(place), { signal })).queues,
    enabled: isEnabled,
  });
}

export function useAnnotationQueue(place: QueuePlace) {
  return useQuery({
    queryKey: queryKeys.annotations(place.entity, place.project, 'queue', place.queue),
    queryFn: ({ signal }) => requestApi(AnnotationQueueView, queuePath(place), { signal }),
  });
}

/** Everything about queues is read again: what people say moves counts and agreement alike. */
function useReadAgain({ entity, project }: ProjectPlace) {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: queryKeys.annotations(entity, project) });
}

export function useMakeQueue(place: ProjectPlace) {
  const readAgain = useReadAgain(place);
  return useMutation({
    mutationFn: (body: z.input<typeof AnnotationQueueInput>) =>
      requestApi(AnnotationQueueView, queuesPath(place), { method: 'POST', body }),
    onSuccess: readAgain,
  });
}

export function useChangeQueue(place: QueuePlace) {
  const readAgain = useReadAgain(place);
  return useMutation({
    mutationFn: (body: z.input<typeof AnnotationQueueChange>) =>
      requestApi(AnnotationQueueView, queuePath(place), { method: 'PATCH', body }),
    onSuccess: readAgain,
  });
}

export function useRemoveQueue(place: ProjectPlace) {
  const readAgain = useReadAgain(place);
  return useMutation({
    mutationFn: (queue: string) => commandApi(queuePath({ ...place, queue }), { method: 'DELETE' }),
    onSuccess: readAgain,
  });
}

/** Puts calls into a queue. */
export function useAddToQueue(place: ProjectPlace) {
  const readAgain = useReadAgain(place);
  return useMutation({
    mutationFn: ({ queue, ...body }: { queue: string } & z.input<typeof QueueItemsInput>) =>
      requestApi(QueueItemsAdded, queuePath({ ...place, queue }, 'items'), {
        method: 'POST',
        body,
      }),
    onSuccess: readAgain,
  });
}

/** What waits for the reader; not read again by itself, so that nothing moves while they judge. */
export function useNextItem(place: QueuePlace) {
  return useQuery({
    queryKey: queryKeys.annotations(place.entity, place.project, 'next', place.queue),
    queryFn: async ({ signal }) =>
      (await requestApi(NextItem, queuePath(place, 'next'), { signal })).item,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

export function useQueueItem(place: QueuePlace, item: string | null) {
  return useQuery({
    queryKey: queryKeys.annotations(place.entity, place.project, 'item', place.queue, item ?? ''),
    queryFn: ({ signal }) =>
      requestApi(QueueItemView, queuePath(place, 'items', item ?? ''), { signal }),
    enabled: item !== null,
    gcTime: 0,
  });
}

/** Says something of an item. What is shown is not read again: the page goes on to the next by itself. */
export function useAnswer(place: QueuePlace) {
  return useMutation({
    mutationFn: ({ item, ...body }: { item: string } & z.input<typeof AnswersInput>) =>
      requestApi(QueueItemView, queuePath(place, 'items', item, 'answers'), {
        method: 'PUT',
        body,
      }),
  });
}

export function useDecide(place: QueuePlace) {
  const readAgain = useReadAgain(place);
  return useMutation({
    mutationFn: ({ item, ...body }: { item: string } & z.input<typeof DecisionInput>) =>
      commandApi(queuePath(place, 'items', item, 'decision'), { method: 'PUT', body }),
    onSuccess: readAgain,
  });
}

export function useAgreement(place: QueuePlace) {
  return useQuery({
    queryKey: queryKeys.annotations(place.entity, place.project, 'agreement', place.queue),
    queryFn: ({ signal }) => requestApi(AgreementView, queuePath(place, 'agreement'), { signal }),
  });
}

export function useJudges(place: QueuePlace) {
  return useQuery({
    queryKey: queryKeys.annotations(place.entity, place.project, 'judges', place.queue),
    queryFn: async ({ signal }) =>
      (await requestApi(JudgeList, queuePath(place, 'judges'), { signal })).judges,
  });
}

/** Publishes what counts of the calls as a dataset. */
export function useQueueDataset(place: QueuePlace) {
  return useMutation({
    mutationFn: (body: z.input<typeof QueueDatasetInput>) =>
      requestApi(DatasetPublished, queuePath(place, 'dataset'), { method: 'POST', body }),
  });
}
