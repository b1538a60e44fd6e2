import { NumberReference } from '@runloom/model';
import { Link, type LinkProps } from '@tanstack/react-router';
import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
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
  const source = reference === undefined ? null : sourceOf(reference);
  const link = isShared ? null : (source?.link ?? null);
  return (
    <NodeViewWrapper as="span" className={selected ? styles.selectedNumber : styles.numberBox}>
      {source === null ? (
        <span className={styles.number}>{value}</span>
      ) : (
        <Tooltip content={<bdi>{shownText(source.text)}</bdi>}>
          {link === null ? (
            <span className={styles.number}>{value}</span>
          ) : (
            <Link {...link} className={styles.number} aria-label={`${value}, from ${source.text}`}>
              {value}
            </Link>
          )}
        </Tooltip>
      )}
    </NodeViewWrapper>
  );
}

/** Where a number comes from, in words and as a page. */
function sourceOf(reference: NumberReference): { readonly text: string; readonly link: LinkProps } {
  switch (reference.kind) {
    case 'run': {
      const { entity, project, rest: run } = placeOf(reference.run);
      return {
        text: `${reference.field} of run ${reference.run}`,
        link: { to: '/$entity/$project/runs/$run', params: { entity, project, run } },
      };
    }
    case 'evaluation': {
      const { entity, project } = placeOf(reference.project);
      const { evaluation, metric } = reference;
      return {
        text: `${metric} of evaluation ${evaluation}`,
        link: {
          to: '/$entity/$project/weave/evaluations/$evaluation',
          params: { entity, project, evaluation },
        },
      };
    }
    case 'call': {
      const { entity, project, rest: call } = placeOf(reference.call);
      return {
        text: `${reference.field} of trace ${call}`,
        link: { to: '/$entity/$project/weave/calls/$call', params: { entity, project, call } },
      };
    }
    case 'artifact': {
      const { entity, project } = placeOf(reference.artifact);
      return {
        text: `${reference.field} of artifact ${reference.artifact}`,
        link: { to: '/$entity/$project/artifacts', params: { entity, project } },
      };
    }
  }
}

export const NumberWithSource = atomBlock('number', NumberView);
