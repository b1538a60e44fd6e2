/** A browser without a page: it follows redirects, keeps cookies, and fills in the provider's forms. */
export interface Dancer {
  /** Cookies by host and name. */
  readonly cookies: Map<string, string>;
  /** Goes there and follows redirects until one leads to an address that `until` knows, or to a page. */
  go(url: string, until?: (url: URL) => boolean): Promise<Stop>;
  /** Goes through the provider's pages as somebody, until it would come back here. */
  signInAs(startUrl: string, person: string): Promise<URL>;
}

export interface Stop {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
  /** Where the last answer points to, not followed. */
  readonly location: URL | null;
}

const MOST_STEPS = 20;

export function createDancer(): Dancer {
  const cookies = new Map<string, string>();

  const ask = async (url: URL, form?: URLSearchParams): Promise<Response> => {
    const jar = [...cookies]
      .filter(([key]) => key.startsWith(`${url.host} `))
      .map(([key, value]) => `${key.split(' ')[1]}=${value}`);
    const response = await fetch(url, {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: jar.join('; '), accept: 'text/html' },
      ...(form && { body: form }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const equals = pair.indexOf('=');
      const key = `${url.host} ${pair.slice(0, equals).trim()}`;
      const isGone = attributes.some((one) =>
        /max-age=0|expires=thu, 01 jan 1970/i.test(one.trim()),
      );
      if (isGone) cookies.delete(key);
      else cookies.set(key, pair.slice(equals + 1));
    }
    return response;
  };

  const walk = async (
    from: URL,
    until: (url: URL) => boolean,
    form?: URLSearchParams,
  ): Promise<Stop> => {
    let url = from;
    let body = form;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const response = await ask(url, body);
      body = undefined;
      const header = response.headers.get('location');
      const location = header === null ? null : new URL(header, url);
      const text = await response.text();
      const isEnd = location === null || until(location);
      if (isEnd) return { url, status: response.status, text, location };
      url = location;
    }
    throw new Error(`The way has no end: ${from}`);
  };

  return {
    cookies,
    go: (url, until = () => true) => walk(new URL(url), until),
    async signInAs(startUrl, person) {
      const isBack = ({ pathname }: URL) => pathname.endsWith('/callback');
      let stop = await walk(new URL(startUrl), isBack);
      while (stop.location === null) {
        const action = /action="([^"]+)"/.exec(stop.text)?.[1];
        if (action === undefined) throw new Error(`No form at ${stop.url}: ${stop.text}`);
        const prompt = /name="prompt" value="(\w+)"/.exec(stop.text)?.[1] ?? '';
        const fields = new URLSearchParams({ prompt, login: person, password: 'any' });
        stop = await walk(new URL(action, stop.url), isBack, fields);
      }
      return stop.location;
    },
  };
}
