import { Toast as Base } from '@base-ui/react/toast';
import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import styles from './toast.module.css';

/** Holds the messages in the corner. Once, around the app. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Base.Provider limit={3} timeout={6000}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles.viewport}>
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

export interface Toasts {
  /** Says that something was done. */
  success(title: string, description?: string): void;
  /** Says that something failed, and why. Stays twice as long. */
  failure(title: string, error: unknown): void;
}

/** Tells the reader what happened, without taking the focus. */
export function useToasts(): Toasts {
  const { add } = Base.useToastManager();
  return useMemo(
    () => ({
      success: (title, description) => void add({ title, description, type: 'success' }),
      failure: (title, error) =>
        void add({
          title,
          description: error instanceof Error ? error.message : 'Something unexpected happened.',
          type: 'failure',
          priority: 'high',
          timeout: 12_000,
        }),
    }),
    [add],
  );
}

function ToastList() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className={styles.toast} swipeDirection="right">
      {toast.type === 'failure' ? (
        <TriangleAlert aria-hidden className={styles.failure} />
      ) : (
        <CircleCheck aria-hidden className={styles.success} />
      )}
      <div className={styles.text}>
        <Base.Title className={styles.title} render={<p />}>
          <bdi>{toast.title}</bdi>
        </Base.Title>
        <Base.Description className={styles.description}>
          {toast.description === undefined ? null : <bdi>{toast.description}</bdi>}
        </Base.Description>
      </div>
      {/* The library hides it in a pile of messages; here all of them stand open. */}
      <Base.Close className={styles.close} aria-label="Dismiss" aria-hidden={false}>
        <X aria-hidden />
      </Base.Close>
    </Base.Root>
  ));
}
