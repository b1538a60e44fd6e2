// A trace of tens of thousands of calls takes the server longer than anything else on its page: it is
// asked for before the app's scripts are there. `src/data/sources/early-answers.ts` hands the answers
// to whoever asks for the same.
(() => {
  const page = /^\/([^/]+)\/([^/]+)\/weave\/calls\/([^/]+)$/.exec(location.pathname);
  if (page === null) return;
  const answers = new Map();
  window.runloomEarlyAnswers = answers;
  const ask = (...names) => {
    const address = `/api/v1/projects/${names.map(encodeURIComponent).join('/')}`;
    const headers = { Accept: 'application/json', 'X-Runloom-Client': 'web' };
    const answer = fetch(address, { credentials: 'same-origin', headers });
    // Who takes it hears of the fault.
    answer.catch(() => {});
    answers.set(address, { answer, askedAt: performance.now() });
    return answer;
  };
  let place;
  try {
    place = page.slice(1).map(decodeURIComponent);
  } catch {
    return;
  }
  const [entity, project, id] = place;
  const outline = (trace) => ask(entity, project, 'traces', trace, 'outline');
  const call = ask(entity, project, 'calls', id);
  const trace = new URLSearchParams(location.search).get('trace');
  if (trace !== null && /^[\w-]+$/.test(trace)) outline(trace);
  else {
    call
      .then((answer) => (answer.ok ? answer.clone().json() : {}))
      .then(({ traceId }) => traceId && outline(traceId))
      .catch(() => {});
  }
})();
