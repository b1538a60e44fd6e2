import { classNames } from '../class-names.ts';
import { Truncated } from '../truncated.tsx';
import styles from './images.module.css';
import { classColour, type OverlayClass } from './overlay-classes.ts';

/** Classes by layer; a layer's name shows or hides all of it. */
export function ClassLegend({
  classes,
  hidden,
  onToggle,
}: {
  readonly classes: readonly OverlayClass[];
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (ids: readonly string[]) => void;
}) {
  const groups = new Map<string, OverlayClass[]>();
  for (const one of classes) {
    const title = `${one.layer} (${one.kind === 'mask' ? 'mask' : 'boxes'})`;
    groups.set(title, [...(groups.get(title) ?? []), one]);
  }
  return (
    <div className={styles.legend}>
      {[...groups].map(([title, members]) => (
        <fieldset key={title} className={styles.group}>
          <legend className="visually-hidden">{title}</legend>
          <button
            type="button"
            className={styles.groupTitle}
            aria-pressed={members.some(({ id }) => !hidden.has(id))}
            onClick={() => onToggle(members.map(({ id }) => id))}
          >
            <bdi>{title}</bdi>
          </button>
          {members.map(({ id, classId, label }) => (
            <button
              key={id}
              type="button"
              aria-pressed={!hidden.has(id)}
              className={classNames(styles.class, hidden.has(id) && styles.off)}
              onClick={() => onToggle([id])}
            >
              <span className={styles.swatch} style={{ background: classColour(classId) }} />
              <Truncated text={label} />
            </button>
          ))}
        </fieldset>
      ))}
    </div>
  );
}
