import { createContext, useContext } from 'react';
import type { ProjectPlace } from '../../data/client.ts';
import type { Transport } from '../../data/sources/transport.ts';

/** What blocks of a report know of what is around them. */
export interface ReportPlace extends ProjectPlace {
  /** Id of the report; the token's own name on pages for outsiders. */
  readonly report: string;
  readonly canEdit: boolean;
  /** Nothing but what came with the page may be asked for, and nothing leads to other pages. */
  readonly isShared: boolean;
  /** One block is all there is, in a frame of another page: it needs none of its own. */
  readonly isAlone?: boolean;
  /** Address of a file that was put into the report. */
  readonly fileAddress: (file: string) => string;
  /** Puts a file into the report. @throws RequestError */
  readonly upload: (file: File) => Promise<string>;
  /** Where the data of a block comes from; null: as it is now. */
  readonly tapeOf: (block: string) => Transport | null;
  /** When what is shown of a block was recorded; null where the page shows it as it is now, or frozen. */
  readonly recordedAt: (block: string) => number | null;
  /** Begins a thread about a block. */
  readonly commentOn: (block: string) => void;
}

export const ReportContext = createContext<ReportPlace | null>(null);

/** The report that the block is in. */
export function useReportPlace(): ReportPlace {
  const place = useContext(ReportContext);
  if (place === null) throw new Error('A block needs a report around it');
  return place;
}
