import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './errors.ts';

/** The environment that a command runs in. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** As `parseArgs`. @throws UsageError that says what is wrong */
export function parseArguments<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The address of a server, as it is asked below. */
export const withoutSlash = (url: string): string => url.replace(/\/+$/, '');
