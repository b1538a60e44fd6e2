export { FilterTextError } from './error.ts';
export { formatField, formatFilterText } from './format.ts';
export { parseFilterText } from './parse.ts';
export { containedText, containsPattern } from './patterns.ts';
