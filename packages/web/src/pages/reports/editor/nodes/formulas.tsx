import { InputRule } from '@tiptap/core';
import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../../../components/button.tsx';
import { classNames } from '../../../../components/class-names.ts';
import { atomBlock } from '../atom-block.ts';
import styles from './blocks.module.css';

const Formula = lazy(async () => ({
  default: (await import('../../../../components/markdown/formulas.tsx')).Formula,
}));

/** A formula that is clicked to be changed. */
function FormulaView({ node, editor, selected, updateAttributes }: ReactNodeViewProps) {
  const isDisplayed = node.type.name === 'mathBlock';
  const latex = String(node.attrs['latex'] ?? '');
  const [isOpen, setOpen] = useState(latex === '' && editor.isEditable);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    editor.commands.focus();
  };
  const shown =
    latex.trim() === '' ? (
      <span className={styles.faint}>Empty formula</span>
    ) : (
      <Suspense fallback={<code>{latex}</code>}>
        <Formula latex={latex} isDisplayed={isDisplayed} />
      </Suspense>
    );
  return (
    <NodeViewWrapper
      as={isDisplayed ? 'div' : 'span'}
      className={classNames(
        isDisplayed ? styles.formula : styles.inlineFormula,
        selected && styles.selected,
      )}
    >
      {editor.isEditable ? (
        <button type="button" className={styles.formulaButton} onClick={() => setOpen(true)}>
          <span className="visually-hidden">Edit the formula </span>
          {shown}
        </button>
      ) : (
        shown
      )}
      {isOpen && editor.isEditable ? (
        <span className={styles.formulaEditor}>
          <label htmlFor={id} className="visually-hidden">
            LaTeX
          </label>
          <textarea
            id={id}
            ref={field}
            value={latex}
            rows={isDisplayed ? 3 : 1}
            spellCheck={false}
            placeholder="\frac{1}{n}\sum_i x_i"
            onChange={(event) => updateAttributes({ latex: event.target.value })}
            onKeyDown={(event) => {
              const isDone =
                event.key === 'Enter' && (!isDisplayed || event.ctrlKey || event.metaKey);
              if (event.key === 'Escape' || isDone) {
                event.preventDefault();
                close();
              }
            }}
          />
          <Button size="small" kind="primary" onClick={close}>
            Done
          </Button>
        </span>
      ) : null}
    </NodeViewWrapper>
  );
}

export const MathBlock = atomBlock('mathBlock', FormulaView).extend({
  addInputRules() {
    return [
      new InputRule({
        find: /^\$\$\s$/,
        handler: ({ range, chain }) => {
          chain()
            .deleteRange(range)
            .insertContent({ type: this.name, attrs: { latex: '' } })
            .run();
        },
      }),
    ];
  },
});

export const MathInline = atomBlock('mathInline', FormulaView).extend({
  addInputRules() {
    return [
      new InputRule({
        find: /(?:^|\s)\$([^$\s][^$]*[^$\s]|[^$\s])\$$/,
        handler: ({ range, match, chain }) => {
          const latex = match[1] ?? '';
          // The space before the sign is not part of it.
          const before = match[0].length - latex.length - 2;
          chain()
            .deleteRange({ from: range.from + before, to: range.to })
            .insertContent({ type: this.name, attrs: { latex } })
            .run();
        },
      }),
    ];
  },
});
