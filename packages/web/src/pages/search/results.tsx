import type { SearchAnswer, SearchHit, SearchKind } from '@runloom/model';
import type { KeyboardEvent } from 'react';
import { PathLink } from '../../components/path-link.tsx';
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
  return (
    <PathLink data-hit path={hit.path} className={styles.hit} onKeyDown={onWalk}>
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
    </PathLink>
  );
}
