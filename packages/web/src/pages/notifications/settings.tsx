import {
  NOTIFICATION_KINDS,
  NOTIFICATION_RHYTHMS,
  NOTIFICATION_WAYS,
  type NotificationRhythm,
  type NotificationSettings,
  type NotificationWay,
} from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { Send } from 'lucide-react';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { Button } from '../../components/button.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { shownText } from '../../components/shown-text.ts';
import { useToasts } from '../../components/toast.tsx';
import { useChosen } from '../../components/use-chosen.ts';
import {
  useChangeNotificationSettings,
  useMuteProject,
  useNotificationSettings,
  useNotificationTrial,
} from '../../data/notifications.ts';
import { useSession } from '../../data/session.ts';
import { Section } from '../settings/section.tsx';
import { DeliveriesSection } from './deliveries-section.tsx';
import { KIND_NAMES, WAY_NAMES } from './kinds.ts';
import { MailSection } from './mail-section.tsx';
import styles from './notifications.module.css';
import { useTrialToasts } from './use-trial-toasts.ts';

const RHYTHMS: Readonly<Record<NotificationRhythm, string>> = {
  'at-once': 'At once',
  hourly: 'Once an hour',
  daily: 'Once a day',
};

/** What the reader is told, and by which ways. */
export function NotificationSettingsPage() {
  useTitle('Notification settings');
  const settings = useNotificationSettings();
  const change = useChangeNotificationSettings();
  const toasts = useToasts();
  const { data: session } = useSession();
  const [data, show] = useChosen(settings.data);
  if (settings.isPending) return <PagePending />;
  if (data === undefined) {
    return <PageError error={settings.error} onRetry={() => void settings.refetch()} />;
  }
  const save: Save = (body) => {
    const { choices, ...others } = body;
    show({ ...data, ...others, choices: { ...data.choices, ...choices } });
    change.mutate(body, {
      onError: (error) => {
        show(null);
        toasts.failure('This could not be saved', error);
      },
    });
  };
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>Notification settings</h1>
        <span className={page.spacer} />
        <Link to="/notifications">All notifications</Link>
      </div>
      <Section title="What and how" description="Changes count from the next event on.">
        <Choices settings={data} onChange={save} />
      </Section>
      <Section
        title="How often"
        description="What is not on the pages goes out at once, or gathered. At once still waits some seconds, and what runs do is sent every ten minutes at most."
      >
        <div>
          <Segmented
            label="How often"
            value={data.rhythm}
            choices={NOTIFICATION_RHYTHMS.map((value) => ({ value, label: RHYTHMS[value] }))}
            onChange={(rhythm) => save({ rhythm })}
          />
        </div>
      </Section>
      <Section
        title="Where to"
        description={
          <>
            Channels and webhooks are those of your own in the <Link to="/settings">settings</Link>.
          </>
        }
      >
        <Destinations settings={data} onChange={save} />
      </Section>
      <Section title="Muted and watched" description="Muted projects tell you nothing.">
        <Places settings={data} />
      </Section>
      <DeliveriesSection />
      {session?.user?.isAdmin ? <MailSection /> : null}
    </div>
  );
}

type Save = (
  change: Partial<Pick<NotificationSettings, 'rhythm' | 'channelId' | 'webhookId'>> & {
    readonly choices?: Partial<NotificationSettings['choices']>;
  },
) => void;

function Choices({
  settings,
  onChange,
}: {
  readonly settings: NotificationSettings;
  readonly onChange: Save;
}) {
  return (
    <div className={styles.scroll}>
      <table className={styles.choices} aria-label="What to be told, and by which ways">
        <thead>
          <tr>
            <th scope="col">When</th>
            {NOTIFICATION_WAYS.map((way) => (
              <th key={way} scope="col">
                {WAY_NAMES[way]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {NOTIFICATION_KINDS.map((kind) => {
            const ways = settings.choices[kind];
            const toggle = (way: NotificationWay) =>
              onChange({
                choices: {
                  [kind]: ways.includes(way)
                    ? ways.filter((other) => other !== way)
                    : [...ways, way],
                },
              });
            return (
              <tr key={kind}>
                <th scope="row">{KIND_NAMES[kind]}</th>
                {NOTIFICATION_WAYS.map((way) => (
                  <td key={way}>
                    <input
                      type="checkbox"
                      aria-label={`${KIND_NAMES[kind]}: ${WAY_NAMES[way]}`}
                      checked={ways.includes(way)}
                      onChange={() => toggle(way)}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Destinations({
  settings,
  onChange,
}: {
  readonly settings: NotificationSettings;
  readonly onChange: Save;
}) {
  const { email, emailProblem, channels, webhooks, channelId, webhookId } = settings;
  const choicesOf = (ones: NotificationSettings['channels']) => [
    { value: '', label: 'None' },
    ...ones.map(({ id, name }) => ({ value: String(id), label: name })),
  ];
  const idOf = (value: string): number | null => (value === '' ? null : Number(value));
  return (
    <>
      <div className={styles.line}>
        <p className={styles.field}>
          {emailProblem ?? (
            <>
              E-mail goes to <bdi>{shownText(email ?? '')}</bdi>.
            </>
          )}
        </p>
        <Trial way="email" isOff={emailProblem !== null} />
      </div>
      <div className={styles.line}>
        <SelectField
          label="Chat channel"
          className={styles.field ?? ''}
          value={String(channelId ?? '')}
          choices={choicesOf(channels)}
          onChange={(value) => onChange({ channelId: idOf(value) })}
        />
        <Trial way="chat" isOff={channelId === null} />
      </div>
      <div className={styles.line}>
        <SelectField
          label="Webhook"
          className={styles.field ?? ''}
          value={String(webhookId ?? '')}
          choices={choicesOf(webhooks)}
          onChange={(value) => onChange({ webhookId: idOf(value) })}
        />
        <Trial way="webhook" isOff={webhookId === null} />
      </div>
    </>
  );
}

function Trial({
  way,
  isOff,
}: {
  readonly way: Exclude<NotificationWay, 'page'>;
  readonly isOff: boolean;
}) {
  const trial = useNotificationTrial();
  const toasts = useTrialToasts('It was sent', 'It was not sent');
  return (
    <Button
      icon={<Send aria-hidden />}
      disabled={isOff}
      isBusy={trial.isPending}
      onClick={() => trial.mutate(way, toasts)}
    >
      Try {WAY_NAMES[way].toLowerCase()}
    </Button>
  );
}

function Places({ settings }: { readonly settings: NotificationSettings }) {
  const mute = useMuteProject();
  const { mutes, watches } = settings;
  if (mutes.length === 0 && watches.length === 0) {
    return <p className={styles.note}>No project is muted, and no run of others is watched.</p>;
  }
  return (
    <ul className={styles.places}>
      {mutes.map((place) => (
        <li key={place}>
          <bdi>{shownText(place)}</bdi>
          <Button size="small" onClick={() => mute.mutate({ place, isMuted: false })}>
            Unmute
          </Button>
        </li>
      ))}
      {watches.map(({ place, run }) => {
        const [entity = '', project = ''] = place.split('/');
        return (
          <li key={`${place} ${run ?? ''}`}>
            {run === null ? (
              <Link to="/$entity/$project" params={{ entity, project }}>
                All runs of <bdi>{shownText(place)}</bdi>
              </Link>
            ) : (
              <Link to="/$entity/$project/runs/$run" params={{ entity, project, run }}>
                <bdi>{shownText(`${place}/${run}`)}</bdi>
              </Link>
            )}
            <span className={styles.note}>watched</span>
          </li>
        );
      })}
    </ul>
  );
}
