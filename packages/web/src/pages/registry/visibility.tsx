import type { RegistryView } from '@runloom/model';
import { Building2, Lock } from 'lucide-react';
import styles from './registry.module.css';

/** Who sees a registry. */
export function Visibility({ visibility }: { readonly visibility: RegistryView['visibility'] }) {
  return visibility === 'restricted' ? (
    <span className={styles.visibility}>
      <Lock aria-hidden />
      Restricted
    </span>
  ) : (
    <span className={styles.visibility}>
      <Building2 aria-hidden />
      Organization
    </span>
  );
}
