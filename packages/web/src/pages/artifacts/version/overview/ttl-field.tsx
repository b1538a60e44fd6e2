import { useState } from 'react';
import { Button } from '../../../../components/button.tsx';
import { formatDateTime } from '../../../../components/format.ts';
import { takeFocus } from '../../../../components/take-focus.ts';
import { useToasts } from '../../../../components/toast.tsx';
import { useChangeVersion } from '../../../../data/artifacts.ts';
import { ttlText } from '../../ttl.ts';
import { useShownVersion } from '../version-context.ts';
import styles from './ttl-field.module.css';

const DAY = 86_400;

/** How long the version lives before it goes to the trash by itself. */
export function TtlField() {
  const { address, detail } = useShownVersion();
  const { ttlSeconds, createdAt, canWrite, version } = detail;
  const change = useChangeVersion({ ...address, version });
  const toasts = useToasts();
  const [days, setDays] = useState<string | null>(null);
  const save = (seconds: number | null) =>
    change.mutate(
      { ttlSeconds: seconds },
      {
        onSuccess: () => setDays(null),
        onError: (error) => toasts.failure('The time to live was not saved', error),
      },
    );
  if (days !== null) {
    const asked = Number(days);
    const isRight = Number.isInteger(asked) && asked >= 1 && asked <= 36_500;
    return (
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isRight) save(asked * DAY);
        }}
      >
        <input
          className={styles.days}
          type="number"
          min={1}
          max={36_500}
          aria-label="Days from its creation"
          value={days}
          ref={takeFocus}
          onChange={(event) => setDays(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && setDays(null)}
        />
        days
        <Button
          type="submit"
          size="small"
          kind="primary"
          disabled={!isRight}
          isBusy={change.isPending}
        >
          Save
        </Button>
        {ttlSeconds === null ? null : (
          <Button size="small" kind="quiet" onClick={() => save(null)}>
            For ever
          </Button>
        )}
        <Button size="small" kind="quiet" onClick={() => setDays(null)}>
          Cancel
        </Button>
      </form>
    );
  }
  return (
    <span className={styles.shown}>
      <span>
        {ttlText(ttlSeconds)}
        {ttlSeconds === null ? null : (
          <span className={styles.until}>
            until {formatDateTime(createdAt + ttlSeconds * 1000)}
          </span>
        )}
      </span>
      {canWrite ? (
        <Button
          size="small"
          kind="quiet"
          onClick={() => setDays(String(Math.max(1, Math.round((ttlSeconds ?? 30 * DAY) / DAY))))}
        >
          Change<span className="visually-hidden"> the time to live</span>
        </Button>
      ) : null}
    </span>
  );
}
