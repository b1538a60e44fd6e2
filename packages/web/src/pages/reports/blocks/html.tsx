import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { SandboxedPage } from '../../../components/sandboxed-page.tsx';
import { atomBlock } from '../editor/atom-block.ts';
import { BlockFrame } from '../editor/block-frame.tsx';
import styles from '../editor/nodes/blocks.module.css';

const MOST_CHARACTERS = 500_000;

function HtmlView({ node, editor, selected, updateAttributes }: ReactNodeViewProps) {
  const source = String(node.attrs['source'] ?? '');
  const [draft, setDraft] = useState<string | null>(source === '' && editor.isEditable ? '' : null);
  const isEditing = draft !== null && editor.isEditable;
  return (
    <NodeViewWrapper>
      <BlockFrame
        label="HTML"
        isSelected={selected}
        title="HTML"
        tools={
          editor.isEditable && !isEditing ? (
            <IconButton
              size="small"
              label="Edit the HTML"
              icon={<Pencil aria-hidden />}
              onClick={() => setDraft(source)}
            />
          ) : null
        }
      >
        {isEditing ? (
          <div className={styles.sourceEditor}>
            <textarea
              aria-label="HTML"
              rows={8}
              spellCheck={false}
              maxLength={MOST_CHARACTERS}
              value={draft}
              placeholder="<p>It runs in a frame of its own and reaches nothing outside.</p>"
              onChange={(event) => setDraft(event.target.value)}
            />
            <Button
              size="small"
              kind="primary"
              onClick={() => {
                updateAttributes({ source: draft });
                setDraft(null);
              }}
            >
              Show it
            </Button>
          </div>
        ) : source === '' ? (
          <p className={styles.faint}>Empty</p>
        ) : (
          <SandboxedPage html={source} title="HTML of the report" className={styles.htmlFrame} />
        )}
      </BlockFrame>
    </NodeViewWrapper>
  );
}

export const HtmlBlock = atomBlock('html', HtmlView);
