import { NodeViewContent, NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { CopyButton } from '../../../../components/copy-button.tsx';
import { shownText } from '../../../../components/shown-text.ts';
import { LANGUAGES } from '../code-tokens.ts';
import styles from './blocks.module.css';

/** Code with its language and a button that copies it. */
export function CodeView({ node, editor, updateAttributes }: ReactNodeViewProps) {
  const language = String(node.attrs['language'] ?? '');
  const names = new Set<string>([...LANGUAGES, ...(language === '' ? [] : [language])]);
  return (
    <NodeViewWrapper className={styles.code}>
      <div className={styles.codeTools} contentEditable={false}>
        {editor.isEditable ? (
          <select
            aria-label="Language of the code"
            value={language || 'text'}
            onChange={({ target }) =>
              updateAttributes({ language: target.value === 'text' ? null : target.value })
            }
          >
            {[...names].map((name) => (
              <option key={name} value={name}>
                {shownText(name)}
              </option>
            ))}
          </select>
        ) : language === '' ? null : (
          <span className={styles.faint}>{shownText(language)}</span>
        )}
        <CopyButton text={node.textContent} label="Copy the code" />
      </div>
      <pre>
        <NodeViewContent<'code'> as="code" />
      </pre>
    </NodeViewWrapper>
  );
}
