// Asks for what a page shows first while the scripts that draw it are loaded. What it asked for is taken
// by `src/data/sources/ahead.ts`; what nobody takes is forgotten.
(() => {
  const asked = new Map();
  globalThis.runloomAhead = asked;
  const post = (address, body) => {
    const text = JSON.stringify(body);
    const answer = fetch(address, {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        'X-Runloom-Client': 'web',
        'Content-Type': 'application/json',
      },
      body: text,
    });
    answer.catch(() => undefined);
    asked.set(`${address} ${text}`, answer);
  };
  // Names and ids that stand in the address as they are; others are asked for by the page itself.
  const [, project] =
    /^\/([\w.-]+\/[\w.-]+)\/weave\/compare-evaluations$/.exec(location.pathname) ?? [];
  const search = new URLSearchParams(location.search);
  const list = search.get('ids') ?? '';
  if (project === undefined || !/^[\w-]+(?:\*[\w-]+)*$/.test(list)) return;
  const ids = [...new Set(list.split('*'))];
  const evaluations = `/api/v1/projects/${project}/evaluations`;
  post(`${evaluations}/compare`, { ids });
  if (search.get('view') === 'examples') post(`${evaluations}/examples`, { ids, texts: false });
})();
