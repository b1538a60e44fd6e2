import { Navigate, useRouterState } from '@tanstack/react-router';
import { ErrorState } from '../components/error-state.tsx';
import { RequestError } from '../data/client.ts';
import { NotFoundPage } from '../pages/not-found/index.tsx';

/** What a page shows when what it is about can't be read: the way to sign in, "not found", or the reason. */
export function PageError({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: () => void;
}) {
  const address = useRouterState({ select: ({ location }) => location.href });
  if (error instanceof RequestError) {
    if (error.code === 'unauthenticated') {
      return <Navigate to="/signin" search={{ next: address }} replace />;
    }
    if (error.code === 'not_found') return <NotFoundPage message={error.message} />;
  }
  return <ErrorState error={error} {...(onRetry ? { onRetry } : {})} />;
}
