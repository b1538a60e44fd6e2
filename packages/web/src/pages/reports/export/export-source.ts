import type { ReportDocument, ReportNode } from '@runloom/model';
import type { CsvTable } from '../../../panels/analysis/csv.ts';
import type { PanelPicture } from '../../../panels/board/panel-drawing.ts';

/** What one panel or card shows, so that any format can hold it. All texts are plain. */
export type Figure = {
  readonly title: string;
  /** Takes the whole width of the text; others stand two by two. */
  readonly isWide: boolean;
} & (
  | (PanelPicture & {
      readonly kind: 'drawing';
      /** The numbers that it shows, each as exact as the figure has it. */
      readonly data: CsvTable;
    })
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** Rows that the page doesn't show either, or that are too many for a page. */
      readonly leftOutCount: number;
    }
  | { readonly kind: 'picture'; readonly picture: Picture; readonly caption: string }
  | {
      readonly kind: 'text';
      readonly lines: readonly string[];
      /** It stands in the place of a figure that could not be drawn, and says why. */
      readonly isMissing?: boolean;
    }
);

/** A figure that is a picture of vectors. */
export type Drawing = Extract<Figure, { readonly kind: 'drawing' }>;

export interface Picture {
  readonly bytes: Uint8Array;
  readonly type: 'image/png' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

/** A report with all that an export of it may need. */
export interface ExportSource {
  readonly report: {
    readonly title: string;
    readonly description: string;
    readonly authors: readonly string[];
    readonly entityName: string;
    readonly projectName: string;
    /** Milliseconds since the epoch. */
    readonly updatedAt: number;
    /** Of its page, with the server's name. */
    readonly address: string;
  };
  readonly document: ReportDocument;
  /** What a block of evidence shows now, or showed when it was frozen. Rejected when it can't be read. */
  readonly figuresOf: (node: ReportNode) => Promise<readonly Figure[]>;
  /** A file that was put into the report. */
  readonly readFile: (file: string) => Promise<Blob>;
  /** The figures' numbers are put beside the text as CSV, in formats of several files. */
  readonly withData: boolean;
  readonly onProgress?: (text: string) => void;
}

/** A report that is ready to be written: everything was read. */
export interface PreparedReport extends Pick<ExportSource, 'report' | 'document' | 'withData'> {
  /** By the node of the document. */
  readonly figures: ReadonlyMap<ReportNode, readonly Figure[]>;
  /** Pictures that were uploaded, by the id of their file. */
  readonly pictures: ReadonlyMap<string, Picture>;
  /** What could not be taken along, in words. */
  readonly notes: readonly string[];
}

export interface ExportedFile {
  readonly name: string;
  readonly content: Blob;
  /** What is missing or looks different, in words. */
  readonly notes: readonly string[];
}
