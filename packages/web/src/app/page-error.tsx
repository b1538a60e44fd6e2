import { Navigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
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
  const { state } = useRouter();
  // Where this page stands: the address on the way to the sign-in page must not become its own target.
  const [address] = useState(state.location.href);
  if (error instanceof RequestError) {
    if (error.code === 'unauthenticated') {
      return <Navigate to="/signin" search={{ next: address }} replace />;
    }
    if (error.code === 'not_found') return <NotFoundPage message={error.message} />;
  }
  if (isMissingPart(error)) {
    return (
      <ErrorState
        title="This page could not be loaded"
        error={new Error('The server can’t be reached, or has been updated since you came here.')}
        // What failed to load is not asked for again until the whole page is.
        onRetry={() => location.reload()}
      />
    );
  }
  return <ErrorState error={error} {...(onRetry ? { onRetry } : {})} />;
}

/** A file of the app itself did not come, as each browser (and Vite) says it. */
function isMissingPart(error: unknown): boolean {
  return (
    error instanceof Error &&
    /preload CSS|dynamically imported module|importing a module script/i.test(error.message)
  );
}
