import type { WeaveVersionHead } from '@runloom/model';
import { SelectField } from '../../components/select-field.tsx';
import styles from './objects.module.css';

/** Chooses one of the versions of an object. */
export function VersionSelect({
  label,
  versions,
  digest,
  onChange,
}: {
  readonly label: string;
  readonly versions: readonly WeaveVersionHead[];
  /** Of the one that is chosen. */
  readonly digest: string;
  readonly onChange: (digest: string) => void;
}) {
  return (
    <SelectField
      label={label}
      className={styles.version}
      value={digest}
      choices={versions.map((version) => ({
        value: version.digest,
        label: `v${version.versionIndex}${version.isLatest ? ' (latest)' : ''}`,
      }))}
      onChange={onChange}
    />
  );
}
