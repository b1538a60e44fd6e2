/** The address of a page from the root, of its parts as they are called. */
export const pagePath = (...parts: readonly string[]): string =>
  `/${parts.map(encodeURIComponent).join('/')}`;
