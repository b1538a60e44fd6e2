import { Send } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useMailStatus, useMailTrial } from '../../data/notifications.ts';
import { Section } from '../settings/section.tsx';
import styles from './notifications.module.css';
import { useTrialToasts } from './use-trial-toasts.ts';

/** For admins of the instance: whether mail leaves this server. */
export function MailSection() {
  const { data } = useMailStatus(true);
  const trial = useMailTrial();
  const toasts = useTrialToasts('The test mail is on its way', 'The test mail was not sent');
  const [to, setTo] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    trial.mutate(to.trim(), toasts);
  };
  return (
    <Section
      title="E-mail of this server"
      description="Seen by admins only. Set by RUNLOOM_SMTP_URL and RUNLOOM_MAIL_FROM."
    >
      <p>
        {data?.isConfigured === true
          ? `Mail is handed to ${data.server ?? ''} and comes from ${data.from ?? ''}.`
          : 'No mail server is configured, so no e-mail is sent.'}
      </p>
      <form className={styles.line} onSubmit={send}>
        <TextField
          label="Send a test mail to"
          type="email"
          required
          className={styles.field ?? ''}
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
        <Button type="submit" icon={<Send aria-hidden />} isBusy={trial.isPending}>
          Send test mail
        </Button>
      </form>
    </Section>
  );
}
