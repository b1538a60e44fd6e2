interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): { createScriptURL(address: string): unknown };
}

/**
 * Address of a script of ours for a worker, as the page's policy wants it (`require-trusted-types-for`).
 * @param address as the build gave it, never made of anything that was loaded
 */
export function scriptAddress(address: string): string {
  const trusted: TrustedTypes | undefined = Reflect.get(globalThis, 'trustedTypes');
  if (trusted === undefined) return address;
  const policy = trusted.createPolicy('runloom-workers', {
    createScriptURL(asked) {
      if (new URL(asked, location.href).origin !== location.origin) {
        throw new TypeError('Workers are loaded from this server alone.');
      }
      return asked;
    },
  });
  // Workers take the trusted form, which their types don't know yet.
  return policy.createScriptURL(address) as string;
}
