import type { FastifyInstance } from 'fastify';

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Origins as a browser writes them; nothing that could begin another directive. */
const ORIGIN = /^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/i;

/** Those that are origins indeed, for a policy. */
export const policyOrigins = (origins: readonly string[]): readonly string[] =>
  origins.filter((origin) => ORIGIN.test(origin));

/** What a page may do, and the origins of pages that may show it in a frame. */
export function contentSecurityPolicy(frameOrigins: readonly string[] = []): string {
  const origins = policyOrigins(frameOrigins);
  const ancestors = origins.length === 0 ? "'none'" : origins.join(' ');
  return `${CONTENT_SECURITY_POLICY}; frame-ancestors ${ancestors}`;
}

/** Headers of every answer, pages and JSON alike. `secure`: people reach the server by HTTPS. */
export function securityHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    ...(secure ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
}

/**
 * Sets the headers at the start of a request, so that streams and errors carry them too; a route may
 * set a stricter one of its own. Answers are not to be kept by caches unless a route says otherwise.
 */
export function registerSecurityHeaders(app: FastifyInstance, secure: boolean): void {
  const headers = { ...securityHeaders(secure), 'Cache-Control': 'no-store' };
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    reply.header('X-Request-Id', request.id);
  });
}
