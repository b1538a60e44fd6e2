// Asks for what takes the server longest on a page before the app's scripts are there.
// `src/data/sources/early-answers.ts` hands the answers to whoever asks for the same; what nobody
// takes is forgotten.
(() => {
  const answers = new Map();
  window.runloomEarlyAnswers = answers;
  const ask = (method, address, value) => {
    const body = value === undefined ? undefined : JSON.stringify(value);
    const headers = {
      Accept: 'application/json',
      'X-Runloom-Client': 'web',
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    };
    const answer = fetch(address, { method, credentials: 'same-origin', headers, body });
    // Who takes it hears of the fault.
    answer.catch(() => {});
    answers.set(`${method} ${address} ${body ?? ''}`, { answer, askedAt: performance.now() });
    return answer;
  };
  const search = new URLSearchParams(location.search);

  /** A call and its trace, which may be of tens of thousands of calls. */
  const askForCall = (project, id) => {
    const outline = (trace) => ask('GET', `${project}/traces/${encodeURIComponent(trace)}/outline`);
    const call = ask('GET', `${project}/calls/${encodeURIComponent(id)}`);
    const trace = search.get('trace');
    if (trace !== null && /^[\w-]+$/.test(trace)) outline(trace);
    else {
      call
        .then((answer) => (answer.ok ? answer.clone().json() : {}))
        .then(({ traceId }) => traceId && outline(traceId))
        .catch(() => {});
    }
  };

  /** Ids that stand in the address as they are; others are asked for by the page itself. */
  const askForComparison = (project) => {
    const list = search.get('ids') ?? '';
    if (!/^[\w-]+(?:\*[\w-]+)*$/.test(list)) return;
    const ids = [...new Set(list.split('*'))];
    ask('POST', `${project}/evaluations/compare`, { ids });
    if (search.get('view') === 'examples') {
      ask('POST', `${project}/evaluations/examples`, { ids, texts: false });
    }
  };

  const page = /^\/([^/]+)\/([^/]+)\/weave\/(?:(compare-evaluations)|calls\/([^/]+))$/.exec(
    location.pathname,
  );
  if (page === null) return;
  const [, entity, name, comparison, call] = page;
  try {
    const project = `/api/v1/projects/${[entity, name].map(decodeURIComponent).map(encodeURIComponent).join('/')}`;
    if (comparison !== undefined) askForComparison(project);
    else askForCall(project, decodeURIComponent(call));
  } catch {
    // No address of ours: the app says what is wrong with it.
  }
})();
