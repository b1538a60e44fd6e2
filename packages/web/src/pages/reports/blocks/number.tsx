import { NumberReference } from '@runloom/model';
import { numberPath } from '@runloom/model/report-markdown';
import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { PathLink } from '../../../components/path-link.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { Tooltip } from '../../../components/tooltip.tsx';
import { atomBlock } from '../editor/atom-block.ts';
import styles from '../editor/nodes/blocks.module.css';
import { placeOf } from '../place-of.ts';
import { useReportPlace } from '../report-context.ts';

/** A number in the text that can be walked back to where it comes from. */
function NumberView({ node, selected }: ReactNodeViewProps) {
  const { isShared } = useReportPlace();
  const value = shownText(String(node.attrs['value']));
  const { data: reference } = NumberReference.safeParse(node.attrs['reference']);
  const source = reference === undefined ? null : sourceText(reference);
  const path = isShared ? null : numberPath(reference);
  return (
    <NodeViewWrapper as="span" className={selected ? styles.selectedNumber : styles.numberBox}>
      {source === null ? (
        <span className={styles.number}>{value}</span>
      ) : (
        <Tooltip content={<bdi>{shownText(source)}</bdi>}>
          {path === null ? (
            <span className={styles.number}>{value}</span>
          ) : (
            <PathLink
              path={path}
              className={styles.number}
              aria-label={`${value}, from ${shownText(source)}`}
            >
              {value}
            </PathLink>
          )}
        </Tooltip>
      )}
    </NodeViewWrapper>
  );
}

/** Where a number comes from, in words. */
function sourceText(reference: NumberReference): string {
  switch (reference.kind) {
    case 'run':
      return `${reference.field} of run ${reference.run}`;
    case 'evaluation':
      return `${reference.metric} of evaluation ${reference.evaluation}`;
    case 'call':
      return `${reference.field} of trace ${placeOf(reference.call).rest}`;
    case 'artifact':
      return `${reference.field} of artifact ${reference.artifact}`;
  }
}

export const NumberWithSource = atomBlock('number', NumberView);
