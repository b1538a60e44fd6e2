import type { FileView } from '@runloom/model';
import libraryAddress from '3dmol/build/3Dmol-min.js?url';
import { useCallback } from 'react';
import type { RunAddress } from '../../../data/files.ts';
import { DrawnPage } from './drawn-page.tsx';
import { moleculePage } from './molecule-page.ts';

/** A molecule, drawn by 3Dmol. */
export function MoleculeView({
  format,
  ...props
}: {
  readonly address: RunAddress;
  readonly file: FileView;
  readonly title: string;
  /** As 3Dmol calls it. */
  readonly format: string;
}) {
  const page = useCallback(
    (library: string, molecule: string) => moleculePage(library, molecule, format),
    [format],
  );
  return <DrawnPage {...props} libraryAddress={libraryAddress} page={page} />;
}
