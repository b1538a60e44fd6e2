/** What to paste to read a call, rename it, or say something of it. Names are whatever somebody chose. */
export function callSnippets({
  baseUrl,
  entity,
  project,
  id,
}: {
  readonly baseUrl: string;
  readonly entity: string;
  readonly project: string;
  readonly id: string;
}): readonly { readonly title: string; readonly text: string }[] {
  const name = JSON.stringify(`${entity}/${project}`);
  const call = JSON.stringify(id);
  const body = JSON.stringify({ project_id: `${entity}/${project}`, id });
  return [
    {
      title: 'Python',
      text: [
        'import weave',
        `client = weave.init(${name})`,
        `call = client.get_call(${call})`,
        'print(call.inputs, call.output)',
        'call.feedback.add_note("looks right")',
      ].join('\n'),
    },
    {
      title: 'Node',
      text: [
        "import * as weave from 'weave';",
        `const client = await weave.init(${name});`,
        `const call = await client.getCall(${call});`,
        'console.log(call.inputs, call.output);',
      ].join('\n'),
    },
    {
      title: 'Shell',
      text: [
        `curl ${quoted(`${baseUrl}/traces/call/read`)} -u "api:$WANDB_API_KEY" \\`,
        `  -H 'Content-Type: application/json' \\`,
        `  -d ${quoted(body)}`,
      ].join('\n'),
    },
  ];
}

/** A word of a shell, whatever stands in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
