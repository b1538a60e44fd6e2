import { Switch } from '@base-ui/react/switch';
import type { AutomationView } from '@runloom/model';
import { useToasts } from '../../components/toast.tsx';
import { useChosen } from '../../components/use-chosen.ts';
import { useChangeAutomation } from '../../data/automations.ts';
import styles from './enabled-switch.module.css';

/** Turns an automation on and off. */
export function EnabledSwitch({ automation }: { readonly automation: AutomationView }) {
  const change = useChangeAutomation();
  const toasts = useToasts();
  const { id, name, enabled, canWrite } = automation;
  const [shown, show] = useChosen(enabled);
  return (
    <Switch.Root
      className={styles.switch ?? ''}
      aria-label={`${name} is active`}
      checked={shown}
      disabled={!canWrite}
      onCheckedChange={(next) => {
        show(next);
        change.mutate(
          { id, change: { enabled: next } },
          {
            onError: (error) => {
              show(null);
              toasts.failure('The automation was not changed', error);
            },
          },
        );
      }}
    >
      <Switch.Thumb className={styles.thumb ?? ''} />
    </Switch.Root>
  );
}
