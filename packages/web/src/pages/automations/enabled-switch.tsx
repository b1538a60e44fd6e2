import { Switch } from '@base-ui/react/switch';
import type { AutomationView } from '@runloom/model';
import { useToasts } from '../../components/toast.tsx';
import { useChangeAutomation } from '../../data/automations.ts';
import styles from './enabled-switch.module.css';

/** Turns an automation on and off. */
export function EnabledSwitch({ automation }: { readonly automation: AutomationView }) {
  const change = useChangeAutomation();
  const toasts = useToasts();
  const { id, name, enabled, canWrite } = automation;
  return (
    <Switch.Root
      className={styles.switch ?? ''}
      aria-label={`${name} is active`}
      checked={change.isPending ? change.variables.change.enabled === true : enabled}
      disabled={!canWrite}
      onCheckedChange={(next) =>
        change.mutate(
          { id, change: { enabled: next } },
          { onError: (error) => toasts.failure('The automation was not changed', error) },
        )
      }
    >
      <Switch.Thumb className={styles.thumb ?? ''} />
    </Switch.Root>
  );
}
