import type { ArtifactVersionDetail } from '@runloom/model';
import { createContext, useContext } from 'react';
import type { VersionAddress } from '../../../data/artifacts.ts';

/** The version that the page is about. */
export interface ShownVersion {
  /** As in the address of the page: the version may be an alias. */
  readonly address: VersionAddress;
  readonly detail: ArtifactVersionDetail;
}

export const VersionContext = createContext<ShownVersion | null>(null);

/** The version for the tabs of its page. */
export function useShownVersion(): ShownVersion {
  const shown = useContext(VersionContext);
  if (shown === null) throw new Error('useShownVersion needs the version page above it');
  return shown;
}
