import type { SourceVersion } from '../../../data/registries.ts';

/** A version to link, with the type that decides where it may go. */
export interface LinkSource extends SourceVersion {
  readonly type: string;
}
