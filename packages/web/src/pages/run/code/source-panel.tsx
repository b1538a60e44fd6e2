import type { FileView } from '@runloom/model';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { buttonClass } from '../../../components/button.tsx';
import { classNames } from '../../../components/class-names.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { previewKind } from '../../../components/file-preview/preview-kind.ts';
import { TextContentPreview } from '../../../components/file-preview/text-content-preview.tsx';
import { formatCount } from '../../../components/format.ts';
import { lastPart } from '../../../components/last-part.ts';
import { Panel } from '../../../components/panel.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import type { RunAddress } from '../../../data/files.ts';
import styles from './code.module.css';
import { sourceTitle } from './source-files.ts';

/** The saved code and the uncommitted changes: a list, and the chosen file. */
export function SourcePanel({
  address,
  files,
}: {
  readonly address: RunAddress;
  readonly files: readonly FileView[];
}) {
  const [chosen, setChosen] = useState<string | null>(null);
  const file = files.find(({ name }) => name === chosen) ?? files[0];
  if (file === undefined) {
    return (
      <Panel title="Source">
        <EmptyState title="No code was saved">
          Nothing was changed since the commit, or there is none. A script saves itself with{' '}
          <code>wandb.init(save_code=True)</code>.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel
      title="Source"
      count={formatCount(files.length)}
      isFlush
      controls={
        <a className={buttonClass('quiet', 'small')} href={file.url} download={lastPart(file.name)}>
          <Download aria-hidden />
          Download
        </a>
      }
    >
      <div className={styles.source}>
        <ul className={styles.list} aria-label="Files of the code">
          {files.map(({ name }) => (
            <li key={name}>
              <button
                type="button"
                aria-pressed={name === file.name}
                className={classNames(styles.file, name === file.name && styles.chosen)}
                onClick={() => setChosen(name)}
              >
                <Truncated text={sourceTitle(name)} />
              </button>
            </li>
          ))}
        </ul>
        <div className={styles.content}>
          {file.sizeBytes === 0 ? (
            <EmptyState title="This file is empty" />
          ) : (
            <TextContentPreview
              key={file.name}
              address={address}
              file={file}
              kind={textKind(file)}
              isForced
            />
          )}
        </div>
      </div>
    </Panel>
  );
}

/** Code is read as text, whatever its name: only notebooks and the like have a second form. */
function textKind(file: FileView): 'diff' | 'json' | 'notebook' | 'text' {
  const kind = previewKind(file);
  return kind === 'diff' || kind === 'json' || kind === 'notebook' ? kind : 'text';
}
