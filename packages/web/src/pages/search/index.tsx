import { MAX_SEARCH_TEXT, SEARCH_KINDS, type SearchKind } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import page from '../../app/shell/page.module.css';
import { useShortcuts } from '../../app/shortcuts/provider.tsx';
import { useTitle } from '../../app/title.ts';
import { classNames } from '../../components/class-names.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { shownText } from '../../components/shown-text.ts';
import { useSearchAnswer } from '../../data/search.ts';
import { KindFilter } from './kind-filter.tsx';
import { Results } from './results.tsx';
import styles from './search.module.css';

const route = getRouteApi('/search');

/** Of each kind, while all kinds are shown, and when one of them is. */
const FEW = 6;
const MANY = 100;

/** What a text means, of everything the reader may see: runs, reports, artifacts, traces, people. */
export function SearchPage() {
  const { q = '', kinds: kindsText = '', in: within = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const kinds = kindsText.split(',').filter(isKind);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const answer = useSearchAnswer(q, { kinds, within, limit: kinds.length === 0 ? FEW : MANY });
  // Traces are looked for beside all else, which does not wait for them.
  const traces = useSearchAnswer(kinds.length === 0 ? q : '', {
    kinds: ['call'],
    within,
    limit: FEW,
  });
  useTitle(q === '' ? 'Search' : `${q} · Search`);
  useShortcuts('List', [{ keys: '/', label: 'Search', run: () => input.current?.focus() }]);
  const change = (change: { q?: string; kinds?: string; in?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });

  /** From the box down into the results; there, up and down walk through them. */
  const walk = (event: KeyboardEvent, from: HTMLElement | null) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a[data-hit]') ?? [])];
    const at = from === null ? -1 : links.indexOf(from);
    if (event.key === 'ArrowDown') links[Math.min(at + 1, links.length - 1)]?.focus();
    else if (event.key === 'ArrowUp' && at > 0) links[at - 1]?.focus();
    else if (event.key === 'ArrowUp') input.current?.focus();
    else if (event.key === 'Enter' && from === null) links[0]?.click();
    else return;
    event.preventDefault();
  };

  const groups =
    q.trim() === ''
      ? []
      : [
          ...(answer.data?.groups ?? []),
          ...(kinds.length === 0 ? (traces.data?.groups ?? []) : []),
        ];
  return (
    <div className={page.page}>
      <h1 className={styles.hidden}>Search</h1>
      <div className={styles.top}>
        <SearchField
          value={q}
          onChange={(text) => change({ q: text.slice(0, MAX_SEARCH_TEXT) })}
          label="Search everything"
          placeholder="Search runs, reports, artifacts, traces, people…"
          inputRef={(element) => {
            input.current = element;
            if (element !== null && q === '') element.focus();
          }}
          onKeyDown={(event) => walk(event, null)}
        />
      </div>
      <KindFilter
        chosen={kinds}
        offered={groups.map(({ kind }) => kind)}
        within={within}
        onChoose={(next) => change({ kinds: next.join(',') })}
        onLeave={() => change({ in: '' })}
      />
      <div
        ref={list}
        className={classNames(styles.results, answer.isPlaceholderData && styles.old)}
        aria-busy={answer.isFetching}
      >
        {answer.isError ? (
          <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
        ) : (
          <Results
            groups={groups}
            onWalk={(event) => walk(event, event.currentTarget)}
            onShowAll={(kind) => change({ kinds: kind })}
          />
        )}
        {q.trim() === '' ? (
          <EmptyState icon={<Search aria-hidden />} title="One box for everything">
            Names, ids, tags, notes, descriptions, the text of reports, and traces by name or id.
            The best match comes first: a whole name, then its beginning, then words, then any part
            of a name.
          </EmptyState>
        ) : null}
        {q.trim() !== '' &&
        answer.data !== undefined &&
        !traces.isLoading &&
        groups.length === 0 ? (
          <EmptyState icon={<Search aria-hidden />} title="Nothing matches">
            There is nothing that you may see for “<bdi>{shownText(q.trim())}</bdi>”
            {kinds.length > 0 ? ' among what is chosen above' : ''}.
          </EmptyState>
        ) : null}
        {answer.data?.isBuilding ? (
          <p className={styles.note} role="status">
            What was there before this version is still being indexed: something may be missing.
          </p>
        ) : null}
      </div>
      {groups.length > 0 ? <PayloadsNote text={q.trim()} places={placesOf(groups)} /> : null}
    </div>
  );
}

/** Inputs and outputs of calls have a search of their own, where they can be filtered, too. */
function PayloadsNote({
  text,
  places,
}: {
  readonly text: string;
  readonly places: readonly string[];
}) {
  return (
    <p className={styles.note}>
      Inputs and outputs of traces are searched in their projects:{' '}
      {places.map((place, index) => {
        const [entity = '', project = ''] = place.split('/');
        return (
          <span key={place}>
            {index > 0 ? ', ' : ''}
            <Link
              to="/$entity/$project/weave"
              params={{ entity, project }}
              search={{ q: text }}
              className={styles.link}
            >
              <bdi>{shownText(place)}</bdi>
            </Link>
          </span>
        );
      })}
      .
    </p>
  );
}

const MOST_PLACES = 3;

function placesOf(
  groups: readonly { readonly hits: readonly { readonly place: string }[] }[],
): readonly string[] {
  const places = groups.flatMap(({ hits }) => hits.map(({ place }) => place));
  return [...new Set(places.filter((place) => place !== ''))].slice(0, MOST_PLACES);
}

const isKind = (text: string): text is SearchKind =>
  (SEARCH_KINDS as readonly string[]).includes(text);
