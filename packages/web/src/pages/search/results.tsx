import type { SearchAnswer, SearchHit, SearchKind } from '@runloom/model';
import { useRouter } from '@tanstack/react-router';
import type { KeyboardEvent, MouseEvent } from 'react';
import { KIND_LOOKS } from '../../components/search-hits/kinds.ts';
import { MarkedText } from '../../components/search-hits/marked-text.tsx';
import { shownText } from '../../components/shown-text.ts';
import { TimeAgo } from '../../components/time-ago.tsx';
import styles from './search.module.css';

/** What was found, by kind. */
export function Results({
  groups,
  onWalk,
  onShowAll,
}: {
  readonly groups: SearchAnswer['groups'];
  readonly onWalk: (event: KeyboardEvent<HTMLAnchorElement>) => void;
  readonly onShowAll: (kind: SearchKind) => void;
}) {
  return groups.map(({ kind, hits, hasMore }) => {
    const { title, icon: Icon } = KIND_LOOKS[kind];
    return (
      <section key={kind} aria-label={title} className={styles.group}>
        <h2 className={styles.heading}>
          <Icon aria-hidden />
          {title}
        </h2>
        <ul className={styles.hits}>
          {hits.map((hit) => (
            <li key={hit.path}>
              <Hit hit={hit} onWalk={onWalk} />
            </li>
          ))}
        </ul>
        {hasMore ? (
          <button type="button" className={styles.more} onClick={() => onShowAll(kind)}>
            More {title.toLowerCase()}
          </button>
        ) : null}
      </section>
    );
  });
}

function Hit({
  hit,
  onWalk,
}: {
  readonly hit: SearchHit;
  readonly onWalk: (event: KeyboardEvent<HTMLAnchorElement>) => void;
}) {
  const { history } = useRouter();
  const open = (event: MouseEvent) => {
    // With a key held the browser opens it where the reader wants it.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    history.push(hit.path);
  };
  return (
    <a data-hit href={hit.path} className={styles.hit} onClick={open} onKeyDown={onWalk}>
      <span className={styles.line}>
        <bdi className={styles.title}>
          <MarkedText text={hit.title} ranges={hit.titleRanges} />
        </bdi>
        {hit.detail === '' ? null : <bdi className={styles.detail}>{shownText(hit.detail)}</bdi>}
        <span className={styles.end}>
          <bdi className={styles.place}>{shownText(hit.place)}</bdi>
          {hit.changedAt === null ? null : <TimeAgo at={hit.changedAt} />}
        </span>
      </span>
      {hit.excerpt === null ? null : (
        <bdi className={styles.excerpt}>
          <MarkedText {...hit.excerpt} />
        </bdi>
      )}
    </a>
  );
}
