import { useEffect, useRef, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { classNames } from '../../../../components/class-names.ts';
import { shownText } from '../../../../components/shown-text.ts';
import type { TypedMenuStore } from './choices.ts';
import styles from './typed-menu.module.css';

const HEIGHT = 320;
const WIDTH = 300;

/** Draws the menu that is open below (or above) where one types. The text keeps the focus. */
export function TypedMenuView({ store }: { readonly store: TypedMenuStore }) {
  const menu = useSyncExternalStore(store.watch, store.read);
  const list = useRef<HTMLDivElement>(null);
  const at = menu?.at ?? 0;
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  if (menu === null || menu.rect === null) return null;
  const { rect } = menu;
  const isAbove = rect.bottom + HEIGHT > window.innerHeight && rect.top > HEIGHT;
  const left = Math.max(8, Math.min(rect.left, window.innerWidth - WIDTH - 8));
  return createPortal(
    <div
      ref={list}
      role="listbox"
      aria-label={menu.label}
      className={styles.menu}
      style={
        isAbove
          ? { left, bottom: window.innerHeight - rect.top + 6 }
          : { left, top: rect.bottom + 6 }
      }
    >
      {menu.choices.length === 0 ? <p className={styles.none}>Nothing by that name</p> : null}
      {menu.choices.map((choice, index) => (
        <div
          key={choice.id}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={classNames(styles.choice, index === at && styles.current)}
          onMouseDown={(event) => {
            // The text keeps the focus and its selection.
            event.preventDefault();
            menu.choose(choice);
          }}
          onMouseMove={() => index !== at && store.set({ ...menu, at: index })}
        >
          <span className={styles.title}>
            <bdi>{shownText(choice.title)}</bdi>
          </span>
          <span className={styles.hint}>{choice.hint}</span>
        </div>
      ))}
    </div>,
    document.body,
  );
}
