import { textParameter } from '../search-params.ts';

/** Pages whose state in the address is a search and the order of a list. */
export const searchOnly = (
  search: Record<string, unknown>,
): { q?: string | undefined; sort?: string | undefined } => {
  const q = textParameter(search, 'q');
  const sort = textParameter(search, 'sort');
  return { ...(q ? { q } : {}), ...(sort ? { sort } : {}) };
};

/** Search and order of lists, and which of several views is shown. */
export const listSearch = (
  search: Record<string, unknown>,
): {
  q?: string | undefined;
  sort?: string | undefined;
  type?: string | undefined;
  view?: string | undefined;
  machine?: string | undefined;
} => {
  const type = textParameter(search, 'type');
  const view = textParameter(search, 'view');
  const machine = textParameter(search, 'machine');
  return {
    ...searchOnly(search),
    ...(type ? { type } : {}),
    ...(view ? { view } : {}),
    ...(machine ? { machine } : {}),
  };
};
