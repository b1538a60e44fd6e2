import type { RegistryView } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { Badge } from '../../components/badge.tsx';
import { formatPlural } from '../../components/format.ts';
import { Highlight } from '../../components/highlight.tsx';
import { Truncated } from '../../components/truncated.tsx';
import styles from './registry.module.css';
import { Visibility } from './visibility.tsx';

const MOST_TYPES = 5;

/** A registry: what it is for, what it takes, how much stands in it. */
export function RegistryCard({
  registry,
  search,
}: {
  readonly registry: RegistryView;
  /** Marked in the name. */
  readonly search: string;
}) {
  const { organization, name, description, types, allowsAllTypes, protectedAliases } = registry;
  const guarded = protectedAliases.length;
  return (
    <article className={styles.card}>
      <div className={styles.cardHead}>
        <h3>
          <Link
            to="/orgs/$organization/registry/$registry"
            params={{ organization, registry: name }}
            className={styles.cardLink}
          >
            <Truncated text={name}>
              <Highlight text={name} search={search} />
            </Truncated>
          </Link>
        </h3>
        <Visibility visibility={registry.visibility} />
      </div>
      {description === '' ? (
        <p className={styles.faint}>No description</p>
      ) : (
        <p className={styles.cardText}>
          <bdi>{description}</bdi>
        </p>
      )}
      <div className={styles.cardFoot}>
        <div className={styles.types}>
          {allowsAllTypes ? (
            <Badge>Every type</Badge>
          ) : (
            types.slice(0, MOST_TYPES).map((type) => (
              <Badge key={type}>
                <Truncated text={type} />
              </Badge>
            ))
          )}
          {!allowsAllTypes && types.length > MOST_TYPES ? (
            <span className={styles.more}>+{types.length - MOST_TYPES}</span>
          ) : null}
        </div>
        <div className={styles.facts}>
          <span>{formatPlural(registry.collectionCount, 'collection')}</span>
          <span>{formatPlural(registry.versionCount, 'linked version')}</span>
          {guarded === 0 ? null : (
            <span className={styles.fact} title={protectedAliases.join(', ')}>
              <Lock aria-hidden />
              {formatPlural(guarded, 'protected alias', 'protected aliases')}
            </span>
          )}
        </div>
      </div>
    </article>
  );
}
