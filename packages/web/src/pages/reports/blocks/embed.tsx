import { embedSiteOf, playerOf } from '@runloom/model';
import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { ExternalLink, Play } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { apiAddress } from '../../../data/client.ts';
import { atomBlock } from '../editor/atom-block.ts';
import { BlockFrame } from '../editor/block-frame.tsx';
import styles from '../editor/nodes/blocks.module.css';

/**
 * A film or a post of another site, as a link: nothing is loaded from elsewhere, since that tells the
 * site who reads. A film plays here once the reader says so.
 */
function EmbedView({ node, selected }: ReactNodeViewProps) {
  const src = String(node.attrs['src']);
  const site = embedSiteOf(src);
  const [isPlaying, setPlaying] = useState(false);
  // Inside a page of another site the player's frame may not stand.
  const player = window.top === window ? playerOf(src) : null;
  return (
    <NodeViewWrapper>
      <BlockFrame label={`Embedded ${site?.name ?? 'page'}`} isSelected={selected}>
        {site === null ? (
          <p className={styles.faint}>This address can’t be embedded.</p>
        ) : (
          <>
            {player === null || !isPlaying ? null : (
              <iframe
                className={styles.player}
                title={`Film on ${player.site}`}
                src={apiAddress('/sandbox/player', { src })}
                sandbox="allow-scripts allow-same-origin allow-presentation"
                allow="fullscreen"
              />
            )}
            <div className={styles.embedRow}>
              <a
                className={styles.embed}
                href={src}
                target="_blank"
                rel="noopener noreferrer nofollow"
              >
                <span className={styles.embedMark}>
                  {site.kind === 'post' ? <ExternalLink aria-hidden /> : <Play aria-hidden />}
                </span>
                <span className={styles.embedText}>
                  <strong>Opens on {site.name}</strong>
                  <bdi>{shownText(src)}</bdi>
                </span>
              </a>
              {player === null ? null : (
                <span className={styles.embedTools}>
                  <Button size="small" onClick={() => setPlaying(!isPlaying)}>
                    {isPlaying ? 'Close the player' : 'Play here'}
                  </Button>
                  {isPlaying ? null : (
                    <small>Loads it from {player.site}, which learns that.</small>
                  )}
                </span>
              )}
            </div>
          </>
        )}
      </BlockFrame>
    </NodeViewWrapper>
  );
}

export const EmbedBlock = atomBlock('embed', EmbedView);
