export interface ReadyFacts {
  readonly url: string;
  readonly username: string;
  readonly signInToken: string;
  /** The first admin's key, when this start made it. */
  readonly newApiKey: string | null;
  /** The key was given by RUNLOOM_ADMIN_API_KEY: the person has it already. */
  readonly keyFromEnvironment: boolean;
}

/** What the person at the terminal reads once the server can be used. A key is shown only when it is new. */
export function readyText(facts: ReadyFacts): string {
  const link = `${facts.url}/signin?token=${encodeURIComponent(facts.signInToken)}`;
  return `
Runloom is ready at ${facts.url}

  Sign in as ${facts.username} (this link works once):
    ${link}

  Send runs to it from the terminal of your training script:
    export WANDB_BASE_URL=${facts.url}
    export WANDB_API_KEY=${keyText(facts)}

`;
}

function keyText({ newApiKey, keyFromEnvironment }: ReadyFacts): string {
  if (keyFromEnvironment) return '…   # the key in RUNLOOM_ADMIN_API_KEY';
  return newApiKey ?? '…   # your key; Settings creates another one';
}
