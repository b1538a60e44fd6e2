import styles from './kbd.module.css';

/** Keys of a shortcut, e.g. `⌘K` or `g h`. */
export function Kbd({ keys }: { readonly keys: string }) {
  return <kbd className={styles.kbd}>{keys}</kbd>;
}
