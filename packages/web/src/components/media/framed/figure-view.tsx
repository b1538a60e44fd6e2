import type { FileView } from '@runloom/model';
import plotlyAddress from 'plotly.js-dist-min/plotly.min.js?url';
import type { RunAddress } from '../../../data/files.ts';
import { DrawnPage } from './drawn-page.tsx';
import { figurePage } from './figure-page.ts';

/** A figure of Plotly's, drawn by Plotly. */
export function FigureView(props: {
  readonly address: RunAddress;
  readonly file: FileView;
  readonly title: string;
}) {
  return <DrawnPage {...props} libraryAddress={plotlyAddress} page={figurePage} />;
}
