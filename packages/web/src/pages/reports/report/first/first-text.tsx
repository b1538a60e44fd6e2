import { Skeleton } from '../../../../components/skeleton.tsx';
import type { ReportStart } from '../../../../data/report-start.ts';
import editorStyles from '../../editor/editor.module.css';
import styles from '../report.module.css';
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
            <header className={styles.reportHead}>
              {head === undefined ? (
                <Skeleton lines={2} label="Loading page" />
              ) : (
                <>
                  <h1 className={styles.title} dir="auto">
                    {head.title}
                  </h1>
                  {head.description === '' ? null : (
                    <p className={styles.description} dir="auto">
                      {head.description}
                    </p>
                  )}
                </>
              )}
            </header>
            <FirstText start={start} />
          </article>
        </div>
      </div>
    </div>
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
