import { PageError } from './page-error.tsx';
import { PagePending } from './shell/page-pending.tsx';

/** What a page reads, as far as its state goes. */
interface PageQuery {
  readonly isPending: boolean;
  readonly error: unknown;
  refetch(): unknown;
}

/** In the place of a page while what it is about is not all there: that it comes, or why it does not. */
export function PageWaiting({ queries }: { readonly queries: readonly PageQuery[] }) {
  if (queries.some(({ isPending }) => isPending)) return <PagePending />;
  return (
    <PageError
      error={queries.map(({ error }) => error).find((error) => error !== null)}
      onRetry={() => {
        for (const query of queries) query.refetch();
      }}
    />
  );
}
