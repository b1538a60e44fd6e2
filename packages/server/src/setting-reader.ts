import { StartError } from './platform/start-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads settings of one table from the environment. An empty value is the same as none. */
export interface SettingReader<Name extends string> {
  text(name: Name): string | null;
  /** What stands between commas. */
  list(name: Name): string[];
  /** @throws StartError */
  whole<Otherwise extends number | null>(
    name: Name,
    bounds: { readonly least: number; readonly most: number; readonly or: Otherwise },
  ): number | Otherwise;
  /** @throws StartError */
  isOn(name: Name, otherwise: boolean): boolean;
  /** As `badSetting`. */
  bad(name: Name, problem: string): StartError;
}

/**
 * @param takes what each setting takes, for messages
 * @param prefix what stands before the names in the environment
 */
export function createSettingReader<Name extends string>(
  environment: Environment,
  takes: Readonly<Record<Name, string>>,
  prefix = '',
): SettingReader<Name> {
  const text = (name: Name): string | null => environment[prefix + name]?.trim() || null;
  const bad = (name: Name, problem: string): StartError =>
    badSetting(prefix + name, problem, takes[name]);
  return {
    text,
    bad,

    list: (name) =>
      (text(name) ?? '')
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),

    whole(name, { least, most, or }) {
      const given = text(name);
      if (given === null) return or;
      const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
      if (value >= least && value <= most) return value;
      const found = JSON.stringify(given);
      throw bad(name, `is ${found}, but must be a whole number from ${least} to ${most}`);
    },

    isOn(name, otherwise) {
      const given = text(name);
      if (given === null) return otherwise;
      if (given === 'on' || given === 'off') return given === 'on';
      throw bad(name, `is ${JSON.stringify(given)}`);
    },
  };
}

/** What to throw: names the setting, what is wrong with it and what it takes. */
export function badSetting(name: string, problem: string, takes: string): StartError {
  return new StartError(`${name} ${problem}. It takes: ${takes}.`);
}
