import { Lock, Tag } from 'lucide-react';
import { classNames } from '../../components/class-names.ts';
import { Truncated } from '../../components/truncated.tsx';
import styles from './registry.module.css';

/** An alias; one that is protected carries a lock and says so. */
export function AliasChip({
  alias,
  isProtected,
}: {
  readonly alias: string;
  readonly isProtected: boolean;
}) {
  const kind = isProtected ? 'protected' : alias === 'latest' ? 'latest' : 'alias';
  return (
    <span
      className={styles.chip}
      data-kind={kind}
      title={isProtected ? `${alias} is protected: admins of the registry move it` : undefined}
    >
      {isProtected ? <Lock aria-label="Protected" /> : null}
      <Truncated text={alias} />
    </span>
  );
}

/** Aliases in one line: protected ones first, `latest` last; of many the rest is counted. */
export function AliasChips({
  aliases,
  protectedAliases,
  most = 4,
}: {
  readonly aliases: readonly string[];
  readonly protectedAliases: readonly string[];
  readonly most?: number;
}) {
  const sorted = sortAliases(aliases, protectedAliases);
  const rest = sorted.length - most;
  return (
    <span className={classNames(styles.chips, most === Number.POSITIVE_INFINITY && styles.wrapped)}>
      {sorted.slice(0, most).map((alias) => (
        <AliasChip key={alias} alias={alias} isProtected={protectedAliases.includes(alias)} />
      ))}
      {rest > 0 ? (
        <span className={styles.more} title={sorted.slice(most).join(', ')}>
          +{rest}
        </span>
      ) : null}
    </span>
  );
}

/** Protected ones first, `latest` last, each by name. */
export function sortAliases(
  aliases: readonly string[],
  protectedAliases: readonly string[],
): readonly string[] {
  const rank = (alias: string) =>
    protectedAliases.includes(alias) ? 0 : alias === 'latest' ? 2 : 1;
  return [...aliases].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

export function TagChip({ tag }: { readonly tag: string }) {
  return (
    <span className={styles.chip} data-kind="tag">
      <Tag aria-label="Tag" />
      <Truncated text={tag} />
    </span>
  );
}
