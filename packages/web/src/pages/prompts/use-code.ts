import type { WeaveObjectAddress } from '../../data/weave-objects.ts';
import { referenceOf } from '../../data/weave-versions.ts';
import { type PromptValue, variablesOf } from './prompt-value.ts';

/** Code that reads a version of a prompt and fills it, for both clients. */
export function promptCode(
  address: WeaveObjectAddress,
  versionIndex: number,
  prompt: PromptValue,
): { readonly python: string; readonly typescript: string } {
  const place = JSON.stringify(`${address.entity}/${address.project}`);
  const ref = JSON.stringify(referenceOf({ ...address, version: `v${versionIndex}` }));
  const names = variablesOf(prompt);
  const isName = (text: string): boolean => /^[A-Za-z_]\w*$/.test(text);
  const given = names.every(isName)
    ? names.map((variable) => `${variable}="…"`).join(', ')
    : `**{${names.map((variable) => `${JSON.stringify(variable)}: "…"`).join(', ')}}`;
  const values = names
    .map((variable) => `${isName(variable) ? variable : JSON.stringify(variable)}: '…'`)
    .join(', ');
  const noun = prompt.kind === 'StringPrompt' ? 'text' : 'messages';
  return {
    python: [
      'import weave',
      '',
      `weave.init(${place})`,
      `prompt = weave.ref(${ref}).get()`,
      `${noun} = prompt.format(${given})`,
    ].join('\n'),
    typescript: [
      "import * as weave from 'weave';",
      '',
      `const client = await weave.init(${place});`,
      `const prompt = await client.get(weave.ObjectRef.fromUri(${ref}));`,
      `const ${noun} = prompt.format(${values === '' ? '' : `{ ${values} }`});`,
    ].join('\n'),
  };
}
