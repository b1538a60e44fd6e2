import type { CallRulesPreview } from '@runloom/model';
import { MOST_PREVIEWED } from '@runloom/model';
import { useEffect } from 'react';
import { Badge } from '../../../components/badge.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { TextAreaField } from '../../../components/text-area-field.tsx';
import { TextComparison } from '../../../components/text-diff/text-comparison.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { valueText } from '../../../components/value-tree/api-json.ts';
import { useCallPages } from '../../../data/calls.ts';
import styles from './rules.module.css';

/** A call that rules are tried on: one that is stored, or one that is pasted. */
export type PreviewedCall =
  | { readonly kind: 'stored'; readonly id: string }
  | { readonly kind: 'pasted'; readonly text: string };

const KINDS = [
  { value: 'stored', label: 'A stored call' },
  { value: 'pasted', label: 'Pasted JSON' },
] as const;

/** What the rules as they are typed would make of a call. */
export function RulesPreview({
  entity,
  project,
  call,
  onCall,
  preview,
  error,
}: {
  readonly entity: string;
  readonly project: string;
  readonly call: PreviewedCall;
  readonly onCall: (call: PreviewedCall) => void;
  /** Null before there is a call. */
  readonly preview: CallRulesPreview | null;
  readonly error: Error | null;
}) {
  const [newest] = useCallPages({ entity, project }, { rootsOnly: false }, [0]);
  const first = newest?.data?.rows[0]?.id;
  const isUntouched = call.kind === 'stored' && call.id === '';
  useEffect(() => {
    if (isUntouched && first !== undefined) onCall({ kind: 'stored', id: first });
  }, [isUntouched, first, onCall]);
  return (
    <div className={styles.side}>
      <Panel
        title="Try them on"
        controls={
          <Segmented
            label="What the rules are tried on"
            value={call.kind}
            choices={KINDS}
            onChange={(kind) =>
              onCall(kind === 'stored' ? { kind, id: first ?? '' } : { kind, text: '' })
            }
          />
        }
      >
        {call.kind === 'stored' ? (
          <TextField
            label="Id of the call"
            hint={
              first === undefined
                ? 'The project has no calls yet: paste what one would hold.'
                : 'The newest one unless you name another. It shows what the rules of its time left of it.'
            }
            value={call.id}
            spellCheck={false}
            onChange={(event) => onCall({ kind: 'stored', id: event.target.value.trim() })}
          />
        ) : (
          <TextAreaField
            label="JSON"
            hint="An object with inputs, output, attributes and summary, or anything else, which is taken as inputs."
            isCode
            rows={6}
            maxLength={MOST_PREVIEWED}
            placeholder={'{"inputs": {"question": "…"}, "output": "…"}'}
            value={call.text}
            onChange={(event) => onCall({ kind: 'pasted', text: event.target.value })}
          />
        )}
      </Panel>
      <div aria-live="polite" className={styles.outcome}>
        {error === null ? null : (
          <p role="alert" className={styles.wrong}>
            {messageOf(error)}
          </p>
        )}
        {error !== null || preview === null ? null : preview.problems.length > 0 ? (
          <p className={styles.none}>
            A rule can’t be read: nothing is redacted here until it can.
          </p>
        ) : (
          <Outcome preview={preview} />
        )}
      </div>
    </div>
  );
}

function Outcome({ preview: { before, after, isKept } }: { readonly preview: CallRulesPreview }) {
  const [was, is] = [valueText(before, 2), valueText(after, 2)];
  return (
    <>
      <p className={styles.facts}>
        {was === is ? (
          <Badge>Nothing is redacted</Badge>
        ) : (
          <Badge tone="success">Redacted as below</Badge>
        )}
        {isKept === null ? null : isKept ? (
          <Badge tone="success">Its trace is kept</Badge>
        ) : (
          <Badge tone="warning">Its trace is not kept</Badge>
        )}
      </p>
      <TextComparison
        title="What would be stored"
        before={was}
        after={is}
        tooDifferent="Too many lines are changed to be shown here."
      />
    </>
  );
}
