import { apiAddress } from '../data/client.ts';

const EMBEDDED = /^\/embed\/([^/]+)/;

/**
 * The address of a frame without our origin. On a page that another site shows it names the page's link,
 * so that the server lets that site stand around it.
 */
export function sandboxAddress(path: '/sandbox' | '/sandbox/charts'): string {
  const within = EMBEDDED.exec(window.location.pathname)?.[1];
  return apiAddress(path, within === undefined ? {} : { within: decodeURIComponent(within) });
}
