import type { NotificationTrial } from '@runloom/model';
import type { z } from 'zod';
import { useToasts } from '../../components/toast.tsx';

/** Tells how a trial went: whether it was sent, and what the other side answered. */
export function useTrialToasts(sent: string, notSent: string) {
  const toasts = useToasts();
  const onError = (error: unknown) => toasts.failure(notSent, error);
  return {
    onSuccess: ({ ok, detail }: z.output<typeof NotificationTrial>) =>
      ok ? toasts.success(sent, detail) : onError(new Error(detail)),
    onError,
  };
}
