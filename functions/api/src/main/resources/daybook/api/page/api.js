/** Daybook's own API. The token is in memory only, and goes nowhere else. */

import {exactly} from './format.js';

export class Problem extends Error {
  constructor(status, document) {
    super(document?.detail ?? document?.message ?? `The answer was ${status}`);
    this.status = status;
    this.errors = document?.errors ?? [];
  }
}

/** Nobody answered: no network, or a name that is not allowed. */
export class Unreachable extends Error {
  constructor() {
    super('Daybook could not be reached');
    this.status = 0;
  }
}

/** So long an answer may take, in milliseconds: the gateway ends a request after 30 s itself. */
const ANSWER_MILLIS_MAX = 35_000;

/** So long an upload may stand still, in milliseconds. */
const STALL_MILLIS_MAX = 60_000;

/** Of a file of rejects that is only looked into, in bytes. */
const PEEK_BYTES_MAX = 65_536;

export class Api {
  #token = null;

  constructor(config) {
    this.config = config;
  }

  set token(value) {
    this.#token = value;
  }

  /** Whether requests can be answered as they are. */
  get mayAsk() {
    return this.config.auth === 'NONE' || this.#token != null;
  }

  /**
   * Asks, and reads what comes in the same time. A file may be long and a link slow: for it the
   * time ends with the head of the answer.
   */
  async #fetch(path, read, {headers = {}, signal, isFile = false, ...init} = {}) {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), ANSWER_MILLIS_MAX);
    const authorization = this.#token ? {authorization: `Bearer ${this.#token}`} : {};
    try {
      const answer = await fetch(path, {
        ...init,
        headers: {...headers, ...authorization},
        credentials: 'omit',
        signal: AbortSignal.any([late.signal, ...(signal ? [signal] : [])]),
      });
      if (!answer.ok) throw new Problem(answer.status, await answer.json().catch(() => null));
      if (isFile) clearTimeout(timer);
      return await read(answer);
    } catch (failure) {
      const isSaid = failure instanceof Problem || failure instanceof SyntaxError;
      if (isSaid || signal?.aborted) throw failure;
      throw new Unreachable();
    } finally {
      clearTimeout(timer);
    }
  }

  json(path, signal) {
    return this.#fetch(path, (answer) => answer.json(), {
      signal,
      headers: {accept: 'application/json'},
    });
  }

  stats(parameters, signal) {
    const read = async (answer) => exactly(await answer.text());
    return this.#fetch(`stats?${new URLSearchParams(parameters)}`, read, {
      signal,
      headers: {accept: 'application/json'},
    });
  }

  statsCsv(parameters) {
    return this.#fetch(`stats?${new URLSearchParams(parameters)}`, (answer) => answer.blob(), {
      headers: {accept: 'text/csv'},
    });
  }

  imports(limit, cursor, signal) {
    const page = new URLSearchParams({limit, ...(cursor ? {cursor} : {})});
    return this.json(`imports?${page}`, signal);
  }

  async ready(signal) {
    try {
      return await this.json('health/ready', signal);
    } catch (failure) {
      if (failure.status === 503) return {status: 'not ready', failure};
      throw failure;
    }
  }

  /** The first rejected rows of an import, as text of CSV. */
  peekRejects(id) {
    return this.#fetch(`imports/${encodeURIComponent(id)}/rejects`, beginning);
  }

  rejects(id, asSource) {
    const as = asSource ? '?as=source' : '';
    return this.#fetch(`imports/${encodeURIComponent(id)}/rejects${as}`, (answer) => answer.blob(), {
      isFile: true,
    });
  }

  createUpload(request) {
    return this.#fetch('imports', (answer) => answer.json(), {
      method: 'POST',
      headers: {'content-type': 'application/json', accept: 'application/json'},
      body: JSON.stringify(request),
    });
  }

  async importsOf(key) {
    return (await this.json(`imports?limit=1&${new URLSearchParams({key})}`)).data;
  }
}

/** The text of an answer's first bytes. */
async function beginning(answer) {
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let read = 0;
  while (read < PEEK_BYTES_MAX) {
    const {done, value} = await reader.read();
    if (done) return text;
    read += value.length;
    text += decoder.decode(value, {stream: true});
  }
  await reader.cancel();
  return text;
}

/**
 * Puts a file to its signed address. XMLHttpRequest, because fetch tells no progress of what it
 * sends. The token of the API is not sent: the address is all that the bucket asks for.
 */
export function put({method, url, headers}, file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) {
      // The browser sends these itself and refuses to be told.
      if (!/^(content-length|host)$/i.test(name)) request.setRequestHeader(name, value);
    }
    let stalled;
    const moved = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALL_MILLIS_MAX);
    };
    request.upload.addEventListener('progress', ({loaded, total}) => {
      moved();
      onProgress(loaded, total);
    });
    request.addEventListener('loadend', () => clearTimeout(stalled));
    request.addEventListener('abort', () =>
      reject(new Problem(0, {detail: 'Nothing of it has moved for a minute. Try again'})),
    );
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new Problem(request.status, {detail: refusal(request.status)}));
    });
    request.addEventListener('error', () =>
      reject(new Problem(0, {detail: 'The bucket could not be reached from this page'})),
    );
    moved();
    request.send(file);
  });
}

function refusal(status) {
  if (status === 403) return 'The bucket refused the file: its address may have expired. Try again';
  if (status === 412) return 'The file is there already: its address works once';
  return `The bucket answered ${status}`;
}
