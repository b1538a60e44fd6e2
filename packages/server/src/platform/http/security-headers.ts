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
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Headers of every answer, pages and JSON alike. `secure`: people reach the server by HTTPS. */
export function securityHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
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
