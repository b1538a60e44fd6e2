import { Link, type LinkProps } from '@tanstack/react-router';
import { NodeViewWrapper } from '@tiptap/react';
import type { ReactNode } from 'react';
import { messageOf } from '../../../components/error-state.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { Skeleton } from '../../../components/skeleton.tsx';
import { RequestError } from '../../../data/client.ts';
import { BlockFrame } from '../editor/block-frame.tsx';
import { useReportPlace } from '../report-context.ts';
import { BlockSource } from './block-source.tsx';
import styles from './card.module.css';

/** A block that shows one thing of a project: what it is called, a few facts, and the way to it. */
export function Card({
  block,
  label,
  isSelected,
  children,
}: {
  /** Id of the block; null until it has one. */
  readonly block: string | null;
  readonly label: string;
  readonly isSelected: boolean;
  readonly children: ReactNode;
}) {
  return (
    <NodeViewWrapper>
      <BlockFrame label={label} isSelected={isSelected}>
        <BlockSource block={block}>
          <div className={styles.card}>{children}</div>
        </BlockSource>
      </BlockFrame>
    </NodeViewWrapper>
  );
}

/** The first line of a card. On pages for outsiders it leads nowhere. */
export function CardHead({
  kind,
  icon,
  name,
  link,
  children,
}: {
  readonly kind: string;
  readonly icon: ReactNode;
  readonly name: string;
  readonly link: LinkProps;
  /** Beside the name. */
  readonly children?: ReactNode;
}) {
  const { isShared } = useReportPlace();
  const shown = <bdi>{shownText(name)}</bdi>;
  return (
    <div className={styles.head}>
      <span className={styles.icon}>{icon}</span>
      <span className={styles.kind}>{kind}</span>
      {isShared ? (
        <span className={styles.name}>{shown}</span>
      ) : (
        <Link {...link} className={styles.name}>
          {shown}
        </Link>
      )}
      {children}
    </div>
  );
}

/** Facts beside each other. */
export function CardFacts({
  facts,
}: {
  readonly facts: readonly { readonly name: string; readonly value: ReactNode }[];
}) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ name, value }) => (
        <div key={name} className={styles.fact}>
          <dt>{shownText(name)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Shown in place of what is not there yet, or not at all. */
export function CardState({
  error,
  path,
  onRetry,
}: {
  readonly error: Error | null;
  /** What was asked for, as it stands in the report. */
  readonly path: string;
  readonly onRetry: () => void;
}) {
  if (error === null) return <Skeleton lines={2} label="Loading" />;
  const isGone = error instanceof RequestError && (error.status === 404 || error.status === 403);
  return (
    <p className={styles.gone} role="status">
      <bdi className={styles.path}>{shownText(path)}</bdi>
      {isGone ? ' is not there any more, or not for you to see.' : `: ${messageOf(error)} `}
      {isGone ? null : (
        <button type="button" className={styles.retry} onClick={onRetry}>
          Try again
        </button>
      )}
    </p>
  );
}
