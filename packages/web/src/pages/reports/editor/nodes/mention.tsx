import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { shownText } from '../../../../components/shown-text.ts';
import { atomBlock } from '../atom-block.ts';
import styles from './blocks.module.css';

function MentionView({ node }: ReactNodeViewProps) {
  return (
    <NodeViewWrapper as="span" className={styles.mention}>
      @<bdi>{shownText(String(node.attrs['username']))}</bdi>
    </NodeViewWrapper>
  );
}

/** Somebody who is spoken to. */
export const Mention = atomBlock('mention', MentionView);
