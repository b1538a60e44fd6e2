import type { Sort } from './data-table.tsx';

/** Reads a sort as addresses have it: `name`, or `-name` for descending. */
export const parseSort = (text: string): Sort => ({
  column: text.replace(/^-/, ''),
  direction: text.startsWith('-') ? 'descending' : 'ascending',
});

/** The same for the address. */
export const formatSort = ({ column, direction }: Sort): string =>
  `${direction === 'descending' ? '-' : ''}${column}`;
