import type { AutomationTrial } from '@runloom/model';
import { Check, Minus } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Badge } from '../../../components/badge.tsx';
import { formatPlural } from '../../../components/format.ts';
import { Truncated } from '../../../components/truncated.tsx';
import styles from '../automations.module.css';
import { PreparedCall } from '../prepared-call.tsx';
import type { Draft } from './draft.ts';

/** What an automation would do, on what there is. */
export function Trial({
  trial,
  action,
}: {
  readonly trial: AutomationTrial;
  readonly action: Draft['action'];
}) {
  const { looks, isInvented, subject, reason, call } = trial;
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const holding = looks.filter(({ holds }) => holds).length;
  return (
    <section
      ref={section}
      className={styles.trial}
      aria-label="What it would do"
      aria-live="polite"
    >
      <p>
        <strong>Nothing was sent.</strong>{' '}
        {looks.length > 0
          ? `Of the newest ${formatPlural(looks.length, 'run')} that ${looks.length === 1 ? 'is' : 'are'} meant, ${holding === 0 ? 'none' : holding} would have set it off.`
          : isInvented
            ? 'Nothing is there that it could act on yet: what follows is an example.'
            : 'What follows is for the newest version that is there.'}
      </p>
      {looks.length > 0 ? (
        <ul className={styles.looks}>
          {looks.map((look) => (
            <li key={look.subject}>
              {look.holds ? (
                <Badge tone="success" icon={<Check aria-hidden />}>
                  Holds
                </Badge>
              ) : (
                <Badge icon={<Minus aria-hidden />}>Not met</Badge>
              )}
              <Truncated text={`${look.subject}: ${look.reason}`} />
            </li>
          ))}
        </ul>
      ) : (
        <p className={styles.muted}>
          <bdi>{subject}</bdi>: {reason}
        </p>
      )}
      {call === null ? (
        <p className={styles.muted}>
          {action === 'NO_OP'
            ? 'The automation only takes note of it in its history.'
            : 'The integration is gone: choose another one.'}
        </p>
      ) : (
        <>
          {isInvented && looks.length > 0 ? (
            <p className={styles.muted}>It would send, filled in with the last value:</p>
          ) : null}
          <PreparedCall call={call} />
        </>
      )}
    </section>
  );
}
