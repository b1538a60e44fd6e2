import workerAddress from './layout-worker.ts?worker&url';

/** The part of the browser's trusted types that is used here; not every browser has them. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): { createScriptURL(address: string): string };
}

/** Starts the worker that lays out graphs. The page's policy takes scripts of our own origin only. */
export function startLayoutWorker(): Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const address = new URL(workerAddress, location.origin);
  if (address.origin !== location.origin) throw new Error('Workers come from our own origin only.');
  const policy = trustedTypes?.createPolicy('runloom-layout', {
    createScriptURL: (text) => text,
  });
  return new Worker(policy?.createScriptURL(address.href) ?? address.href, { type: 'module' });
}
