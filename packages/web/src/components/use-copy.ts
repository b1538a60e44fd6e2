import { copyText } from './copy-text.ts';
import { useToasts } from './toast.tsx';

/** Copies a text and says by a toast whether that went well. */
export function useCopy() {
  const toasts = useToasts();
  return (text: string, done: string, failed: string): void => {
    copyText(text).then(
      () => toasts.success(done),
      (problem: unknown) => toasts.failure(failed, problem),
    );
  };
}
