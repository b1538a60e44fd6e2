import { SIGN_IN_FAULTS, type SignInFault } from '@runloom/model';

/** What is said of what went wrong on the way back from another sign-in server, and what to do. */
const SENTENCES: Readonly<Record<SignInFault, string>> = {
  expired: 'Signing in took too long, or this answer was used before. Try again.',
  mismatch:
    'The answer did not belong to a sign-in of this browser, so it was refused. Try again from this page.',
  refused: 'The sign-in server did not let you in, or you cancelled.',
  unreachable:
    'The sign-in server does not answer at this moment. Try again, or sign in another way.',
  'no-account':
    'You have no account here, and none is made by itself. Ask an administrator for one.',
  domain: 'People with your e-mail’s domain may not sign in here. Use your work account.',
  unverified:
    'The sign-in server does not say that your e-mail is verified. Verify it there, then try again.',
  conflict:
    'Your e-mail belongs to another account here. Sign in to that one as before, or ask an administrator.',
  'unknown-provider': 'There is no such way to sign in here.',
  'too-many': 'So many sign-ins began at your address. Wait a minute, then try again.',
};

/** The sentence for a fault that an address names; null for none, or one that nobody knows. */
export function faultSentence(fault: string | undefined): string | null {
  const known = SIGN_IN_FAULTS.find((one) => one === fault);
  return known === undefined ? null : SENTENCES[known];
}
