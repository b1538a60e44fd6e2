import { Avatar } from '../../../../components/avatar.tsx';
import { classNames } from '../../../../components/class-names.ts';
import { shownText } from '../../../../components/shown-text.ts';
import { Skeleton } from '../../../../components/skeleton.tsx';
import type { ReportStart } from '../../../../data/report-start.ts';
import editorStyles from '../../editor/editor.module.css';
import styles from '../report.module.css';
import ownStyles from './first.module.css';
import { PlainBlocks } from './plain-blocks.tsx';

/** More than a screen holds. The editor draws them all, and it is on its way. */
const MOST_BLOCKS = 40;

/** The page of a report until its editor is there: the text can be read at once. */
export function FirstPage({ start }: { readonly start: ReportStart }) {
  const { head } = start;
  return (
    <div className={styles.page} aria-busy="true">
      <div className={styles.bar} />
      <div className={styles.scroller}>
        <div className={styles.layout}>
          <div className={styles.side} />
          <article className={styles.report}>
            {head === undefined ? (
              <Skeleton lines={3} label="Loading page" />
            ) : (
              <FirstHead head={head} />
            )}
            <FirstText start={start} />
          </article>
        </div>
      </div>
    </div>
  );
}

/** As high as the head that the whole page has. */
function FirstHead({
  head: { title, description, createdBy, may },
}: {
  readonly head: NonNullable<ReportStart['head']>;
}) {
  const author = createdBy ?? 'somebody who left';
  return (
    <header className={styles.reportHead}>
      <h1 className={styles.title} dir="auto">
        {shownText(title)}
      </h1>
      {description !== '' || may.write ? (
        <p className={classNames(styles.description, may.write && ownStyles.editable)} dir="auto">
          {description === '' ? 'Add a description' : shownText(description)}
        </p>
      ) : null}
      <p className={styles.byline}>
        <Avatar name={author} />
        <bdi>{shownText(author)}</bdi>
      </p>
    </header>
  );
}

/** The beginning of the text, to be read. */
export function FirstText({ start: { blocks } }: { readonly start: ReportStart }) {
  if (blocks === undefined) return <Skeleton lines={8} label="Loading" />;
  return (
    <div className={editorStyles.editor}>
      <div className={editorStyles.text}>
        <PlainBlocks blocks={blocks.slice(0, MOST_BLOCKS)} />
      </div>
    </div>
  );
}
