import type { MediaKey } from '@runloom/model';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Images } from 'lucide-react';
import { useMemo, useState } from 'react';
import { textParameter } from '../../../app/search-params.ts';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { Button } from '../../../components/button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../../components/format.ts';
import {
  isArtifactTable,
  KIND_TITLES,
  type MediaKind,
  mediaKind,
} from '../../../components/media/media-kind.ts';
import { indexAtOrBefore, unionOfSteps } from '../../../components/media/step-position.ts';
import { StepSlider } from '../../../components/media/step-slider.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useMediaKeys, useMediaSteps } from '../../../data/media.ts';
import { useMediaUpdates } from '../../../data/media-updates.ts';
import { useShownRun } from '../run-context.ts';
import styles from './media.module.css';
import { MediaCard } from './media-card.tsx';
import { readPins, StepPins } from './step-pins.tsx';

/** Each one asks for its steps and its value: the rest is shown on demand. */
const KEYS_AT_ONCE = 30;
const KINDS = Object.keys(KIND_TITLES) as readonly MediaKind[];

/** Images, sounds, videos, pages, histograms and tables of the run, at a step that all share. */
export function MediaTab() {
  const { entity, project, name, run } = useShownRun();
  const address = useMemo(() => ({ entity, project, run: name }), [entity, project, name]);
  const query = useMediaKeys(address);
  const parameters = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(KEYS_AT_ONCE);
  useMediaUpdates(
    entity,
    project,
    useMemo(() => [name], [name]),
  );

  const found = useMemo(() => sortedKeys(query.data ?? [], search), [query.data, search]);
  const shown = useMemo(() => found.slice(0, limit), [found, limit]);
  const tables = useMemo(
    () =>
      (query.data ?? []).filter(
        ({ types }) => mediaKind(types[0]) === 'table' && !isArtifactTable(types[0]),
      ),
    [query.data],
  );
  const names = useMemo(() => shown.map(({ key }) => key), [shown]);
  const byKey = useMediaSteps(address, names);
  // A histogram is shown over all its steps at once.
  const steps = useMemo(
    () =>
      unionOfSteps(
        shown
          .filter(({ types }) => mediaKind(types[0]) !== 'histogram')
          .map(({ key }) => byKey.get(key) ?? []),
      ),
    [shown, byKey],
  );

  // Without a step in the address the last one is shown, also while the run goes on.
  const asked = Number(textParameter(parameters, 'step') ?? Number.NaN);
  const index = Number.isFinite(asked)
    ? Math.max(0, indexAtOrBefore(steps, asked))
    : steps.length - 1;
  const step = steps[index];
  const pins = useMemo(() => readPins(textParameter(parameters, 'pins')), [parameters]);
  const pin = (next: readonly number[]) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, pins: next.join(',') || undefined }) as never,
      replace: true,
    });
  const choose = (next: number) => {
    const chosen = steps[Math.min(Math.max(next, 0), steps.length - 1)];
    void navigate({
      to: '.',
      search: (before) =>
        ({ ...before, step: chosen === steps.at(-1) ? undefined : String(chosen) }) as never,
      replace: true,
    });
  };
  useShortcuts('Media', [
    { keys: 'arrowleft', label: 'Step before', run: () => choose(index - 1) },
    { keys: 'arrowright', label: 'Step after', run: () => choose(index + 1) },
  ]);

  if (query.data === undefined) {
    if (query.isPending) {
      return (
        <div className={styles.pending}>
          <Skeleton lines={8} label="Loading the media" />
        </div>
      );
    }
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.data.length === 0) return <NoMedia isAlive={run.state === 'running'} />;
  return (
    <div className={styles.page}>
      <div className={styles.toolbar}>
        <SearchField
          className={styles.search}
          label="Search media"
          value={search}
          onChange={setSearch}
        />
        <StepSlider steps={steps} index={index} onChange={choose} />
        <StepPins pins={pins} step={step} onChange={pin} />
        <span className={styles.total}>{formatPlural(found.length, 'key')}</span>
      </div>
      <div className={styles.scroller}>
        <div className={styles.cards}>
          {found.length === 0 ? <p className={styles.none}>No key holds “{search}”.</p> : null}
          {shown.map((one) => (
            <MediaCard
              key={one.key}
              address={address}
              entry={one}
              kind={mediaKind(one.types[0])}
              steps={byKey.get(one.key)}
              step={step}
              pins={pins}
              tables={tables}
            />
          ))}
          {found.length > limit ? (
            <div className={styles.more}>
              <Button onClick={() => setLimit(limit + KEYS_AT_ONCE)}>
                Show more ({formatCount(found.length - limit)} left)
              </Button>
            </div>
          ) : null}
        </div>
      </div>
    </div>
  );
}

/** Those that hold the text, by kind and then by name. */
function sortedKeys(keys: readonly MediaKey[], search: string): readonly MediaKey[] {
  const text = search.toLowerCase();
  const order = ({ types }: MediaKey) => KINDS.indexOf(mediaKind(types[0]));
  return keys
    .filter(({ key }) => key.toLowerCase().includes(text))
    .sort((a, b) => order(a) - order(b));
}

function NoMedia({ isAlive }: { readonly isAlive: boolean }) {
  return (
    <EmptyState icon={<Images aria-hidden />} title={isAlive ? 'No media yet' : 'No media'}>
      {isAlive ? 'They appear here as they are logged. ' : 'This run logged none. '}A script logs an
      image with <code>run.log({'{"sample": wandb.Image(pixels)}'})</code>; sounds, videos,
      histograms and tables likewise.
    </EmptyState>
  );
}
