import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, redirect } from '@tanstack/react-router';
import { sessionQuery } from '../../data/session.ts';
import { NotFoundPage } from '../../pages/not-found/index.tsx';
import { Shell } from '../shell/shell.tsx';

interface RouterContext {
  readonly queryClient: QueryClient;
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Shell,
  notFoundComponent: () => <NotFoundPage />,
});

/** For pages that make sense only for someone who is signed in. */
export async function requireUser({
  context,
  location,
}: {
  context: RouterContext;
  location: { href: string };
}): Promise<void> {
  const session = await context.queryClient.ensureQueryData(sessionQuery());
  if (session.user === null) throw redirect({ to: '/signin', search: { next: location.href } });
}
