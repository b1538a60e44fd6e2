import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { shownText } from '../../../components/shown-text.ts';
import { atomBlock } from '../editor/atom-block.ts';
import { BlockFrame } from '../editor/block-frame.tsx';
import styles from '../editor/nodes/blocks.module.css';

/** A block of W&B that is kept as it is, though nothing here draws it. */
function OpaqueView({ node, selected }: ReactNodeViewProps) {
  const kept: unknown = node.attrs['wandb'];
  const type =
    typeof kept === 'object' && kept !== null && 'type' in kept ? String(kept.type) : 'unknown';
  return (
    <NodeViewWrapper>
      <BlockFrame label={`Block of W&B: ${type}`} isSelected={selected}>
        <p className={styles.note}>
          A block of W&amp;B (<bdi>{shownText(type)}</bdi>) is kept here. It is not drawn, and goes
          back unchanged to clients that know it.
        </p>
      </BlockFrame>
    </NodeViewWrapper>
  );
}

export const OpaqueBlock = atomBlock('opaque', OpaqueView);
