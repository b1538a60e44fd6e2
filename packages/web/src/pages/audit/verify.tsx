import type { AuditReportView } from '@runloom/model';
import { ShieldCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useVerifyAudit } from '../../data/audit.ts';
import styles from './audit.module.css';

/** Has the whole chain verified, and says what that proves. */
export function VerifyButton() {
  const [isOpen, setOpen] = useState(false);
  const verify = useVerifyAudit();
  const start = () => {
    setOpen(true);
    verify.mutate();
  };
  return (
    <>
      <Button icon={<ShieldCheck aria-hidden />} onClick={start}>
        Verify
      </Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title="Verify the audit log"
        width="medium"
        footer={<Button onClick={() => setOpen(false)}>Close</Button>}
      >
        {verify.isPending ? (
          <div role="status" aria-label="Walking through the log">
            <Skeleton lines={3} />
          </div>
        ) : null}
        {verify.isError ? (
          <ErrorState error={verify.error} onRetry={() => verify.mutate()} />
        ) : null}
        {verify.data ? <Report report={verify.data} /> : null}
      </Dialog>
    </>
  );
}

function Report({ report }: { readonly report: AuditReportView }) {
  const { isIntact, checked, first, last, lastHash, problems, problemCount } = report;
  const range =
    first === null ? '' : `, ${first.toLocaleString('en')} to ${last?.toLocaleString('en')}`;
  const entries = checked === 1 ? '1 entry' : `${checked.toLocaleString('en')} entries`;
  return (
    <div className={styles.report} role="status">
      <p className={isIntact ? styles.intact : styles.broken}>
        {isIntact ? <ShieldCheck aria-hidden /> : <TriangleAlert aria-hidden />}
        <strong>
          {isIntact
            ? `The chain is intact: ${entries}${range}.`
            : `${problemCount === 1 ? 'One thing is' : `${problemCount.toLocaleString('en')} things are`} wrong in ${entries}${range}.`}
        </strong>
      </p>
      {problems.length > 0 ? (
        <ul className={styles.problems}>
          {problems.map(({ kind, sequence, message }) => (
            <li key={`${kind} ${sequence} ${message}`}>{message}</li>
          ))}
        </ul>
      ) : null}
      <p className={styles.note}>
        No entry in between was changed, removed, added or moved unless it says so above. Whoever
        can write to the database and hold the server’s secret could still cut off the end or write
        the log anew: keep the newest hash elsewhere, and give it to{' '}
        <code>runloom audit verify --noted</code> later.
      </p>
      {lastHash === null ? null : <CopyField label="Newest hash" text={`${last}:${lastHash}`} />}
    </div>
  );
}
