import { FilterTextError } from '@runloom/model';

/** The filter that a text says, or what is wrong with it; both null where it says none. */
export interface ReadFilter<Filter> {
  readonly filter: Filter | null;
  readonly problem: FilterTextError | null;
}

/** Reads what somebody may still be writing. */
export function readFilterWith<Filter>(
  parse: (text: string) => Filter | null,
  text: string,
): ReadFilter<Filter> {
  try {
    return { filter: parse(text), problem: null };
  } catch (error) {
    if (error instanceof FilterTextError) return { filter: null, problem: error };
    throw error;
  }
}
