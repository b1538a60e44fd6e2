import { embedSiteOf } from '@runloom/model';
import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { ExternalLink, Play } from 'lucide-react';
import { shownText } from '../../../components/shown-text.ts';
import { atomBlock } from '../editor/atom-block.ts';
import { BlockFrame } from '../editor/block-frame.tsx';
import styles from '../editor/nodes/blocks.module.css';

/**
 * A film or a post of another site, as a link: the page's own policy loads nothing from elsewhere,
 * and a frame would tell the site who reads.
 */
function EmbedView({ node, selected }: ReactNodeViewProps) {
  const src = String(node.attrs['src']);
  const site = embedSiteOf(src);
  return (
    <NodeViewWrapper>
      <BlockFrame label={`Embedded ${site?.name ?? 'page'}`} isSelected={selected}>
        {site === null ? (
          <p className={styles.faint}>This address can’t be embedded.</p>
        ) : (
          <a className={styles.embed} href={src} target="_blank" rel="noopener noreferrer nofollow">
            <span className={styles.embedMark}>
              {site.kind === 'post' ? <ExternalLink aria-hidden /> : <Play aria-hidden />}
            </span>
            <span className={styles.embedText}>
              <strong>Opens on {site.name}</strong>
              <bdi>{shownText(src)}</bdi>
            </span>
          </a>
        )}
      </BlockFrame>
    </NodeViewWrapper>
  );
}

export const EmbedBlock = atomBlock('embed', EmbedView);
