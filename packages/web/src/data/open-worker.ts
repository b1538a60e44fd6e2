/** What browsers with trusted types have; TypeScript's library does not know it yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (text: string) => string },
  ): { createScriptURL(text: string): string };
}

/**
 * Starts a worker of our own build. The page's policy lets no plain text become the address of a
 * script, so the address is first checked to be one of our files.
 * @param address as `import address from './name.ts?worker&url'` gives it
 * @throws TypeError for an address elsewhere
 */
export function openWorker(address: string): Worker {
  return new Worker(trusted(address), { type: 'module' });
}

function trusted(address: string): string {
  const types = Reflect.get(window, 'trustedTypes') as TrustedTypes | undefined;
  if (types === undefined) return own(address);
  return types.createPolicy('runloom-worker', { createScriptURL: own }).createScriptURL(address);
}

function own(address: string): string {
  const { origin, href } = new URL(address, window.location.href);
  if (origin !== window.location.origin) throw new TypeError(`${address} is no script of ours.`);
  return href;
}
