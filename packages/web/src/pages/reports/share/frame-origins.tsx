import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { AreaField } from '../../../components/fields.tsx';
import { readOrigins } from './link-choices.ts';
import styles from './share.module.css';

/** The sites whose pages may show the report in a frame. */
export function FrameOrigins({
  origins,
  isBusy,
  onChange,
}: {
  readonly origins: readonly string[];
  readonly isBusy: boolean;
  readonly onChange: (origins: readonly string[]) => void;
}) {
  const saved = origins.join('\n');
  const [text, setText] = useState(saved);
  const { origins: wanted, wrong } = readOrigins(text);
  return (
    <section className={styles.links} aria-label="Frames">
      <h3>Frames on other sites</h3>
      <AreaField
        label="Sites that may show it, one a line"
        hint="Such as https://wiki.example.com. None: no frame anywhere."
        error={
          wrong === undefined ? null : `${wrong} is not an origin such as https://wiki.example.com`
        }
        rows={3}
        value={text}
        onChange={setText}
      />
      <Button
        size="small"
        isBusy={isBusy}
        disabled={wrong !== undefined || wanted.join('\n') === saved}
        onClick={() => onChange(wanted)}
      >
        Save the sites
      </Button>
    </section>
  );
}
