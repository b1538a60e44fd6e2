import { randomBytes } from 'node:crypto';
import { playerOf, type VideoPlayer } from '@runloom/model';
import { z } from 'zod';
import { notFound } from '../../platform/errors.ts';
import { policyOrigins } from '../../platform/http/index.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/**
 * What runs in the frame stands in an origin of its own (`sandbox` without `allow-same-origin`): it
 * has no cookies, no storage and no way to the page around it. It loads nothing from anywhere, so
 * that it can't tell anyone what it shows, and only our own pages may frame it: a page of another site
 * stands around them where a secret link's report allows that site to show it, and nowhere else.
 */
const CONTENT_SECURITY_POLICY = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval'",
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  'media-src data: blob:',
  'font-src data:',
  'worker-src blob:',
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');

/**
 * Tighter still, for charts that people specify: the one script is ours, and nothing becomes code.
 * @param nonce of the script that stands in the frame, which hands it on to the one it is sent
 */
const chartPolicy = (nonce: string): string =>
  [
    'sandbox allow-scripts',
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');

/** Takes one message from the page around it, the script that draws charts, and runs it. */
const chartFrame = (nonce: string): string => `<!doctype html>
<meta charset="utf-8">
<title>Chart</title>
<style>
  html, body, #chart { width: 100%; height: 100%; margin: 0; overflow: hidden }
  #chart { position: absolute; inset: 0; overflow: auto }
  #chart > * { display: block }
</style>
<div id="chart"></div>
<script nonce="${nonce}">
const { nonce } = document.currentScript;
addEventListener('message', function take(event) {
  if (event.source !== parent || typeof event.data !== 'string') return;
  removeEventListener('message', take);
  const script = document.createElement('script');
  script.nonce = nonce;
  script.textContent = event.data;
  document.head.append(script);
});
parent.postMessage('ready', '*');
</script>
`;

/** Asks the page around it for the document, takes one answer from it alone, and becomes that document. */
const FRAME = `<!doctype html>
<meta charset="utf-8">
<title>Page of a run</title>
<script>
addEventListener('message', function take(event) {
  if (event.source !== parent || typeof event.data !== 'string') return;
  removeEventListener('message', take);
  document.open();
  document.write(event.data);
  document.close();
});
parent.postMessage('ready', '*');
</script>
`;

/**
 * Around the player of a film: no script, nothing but the one frame of the one host. Pages of ours thus
 * never need to allow frames of others. The player keeps its own origin, without which it does not play;
 * it gets no windows, no forms and no way to what is around it.
 */
const playerPolicy = ({ address }: VideoPlayer): string =>
  [
    'sandbox allow-scripts allow-same-origin allow-presentation',
    "default-src 'none'",
    `frame-src ${new URL(address).origin}`,
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join('; ');

/** Players refuse who names no page: they are told our origin, and no more. */
const playerFrame = ({ site, address }: VideoPlayer): string => `<!doctype html>
<meta charset="utf-8">
<title>Player of ${site}</title>
<style>html, body, iframe { width: 100%; height: 100%; margin: 0; border: 0; background: #000 }</style>
<iframe src="${address.replaceAll('&', '&amp;')}" title="Player of ${site}" allow="fullscreen" allowfullscreen referrerpolicy="strict-origin"></iframe>
`;

/** The secret link of the report that the frame stands in, where another site shows it. */
const Within = z.object({ within: z.string().max(200).optional() });

/**
 * Serves the empty frame in which pages that a run made are shown. Their bytes reach it by a message
 * from the page that has read them: no address of ours ever answers with them as HTML.
 */
export function sandboxRoutes({ reportDomain }: Pick<ApiDeps, 'reportDomain'>): ApiRoute[] {
  /** Who may stand around a frame: all of them must be named. */
  const ancestors = async ({ within }: { readonly within?: string | undefined }) => {
    const sites =
      within === undefined ? [] : policyOrigins(await reportDomain.links.frameOrigins(within));
    return `frame-ancestors ${["'self'", ...sites].join(' ')}`;
  };
  return [
    defineRoute({
      method: 'GET',
      path: '/sandbox',
      summary: 'The frame without our origin in which pages that runs made are shown',
      policy: 'public',
      query: Within,
      answer: { media: 'text/html; charset=utf-8' },
      async handle({ query, reply }) {
        reply.removeHeader('X-Frame-Options');
        reply.headers({
          'Content-Security-Policy': `${CONTENT_SECURITY_POLICY}; ${await ancestors(query)}`,
          'Cache-Control': 'no-cache',
        });
        reply.type('text/html; charset=utf-8');
        return FRAME;
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/sandbox/player',
      summary: 'A page with the player of a film on YouTube or Vimeo and nothing else',
      policy: 'public',
      query: z.object({ src: z.string().max(4_000) }),
      answer: { media: 'text/html; charset=utf-8' },
      async handle({ query, reply }) {
        const player = playerOf(query.src);
        if (player === null) throw notFound('A player for this address');
        reply.removeHeader('X-Frame-Options');
        reply.headers({
          'Content-Security-Policy': playerPolicy(player),
          'Cache-Control': 'no-cache',
        });
        reply.type('text/html; charset=utf-8');
        return playerFrame(player);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/sandbox/charts',
      summary: 'The frame without our origin in which charts that people specified are drawn',
      policy: 'public',
      query: Within,
      answer: { media: 'text/html; charset=utf-8' },
      async handle({ query, reply }) {
        const nonce = randomBytes(18).toString('base64');
        reply.removeHeader('X-Frame-Options');
        reply.headers({
          'Content-Security-Policy': `${chartPolicy(nonce)}; ${await ancestors(query)}`,
          'Cache-Control': 'no-store',
        });
        reply.type('text/html; charset=utf-8');
        return chartFrame(nonce);
      },
    }),
  ];
}
