/** Daybook's own API, and signing in to it. The token is in memory only, and goes nowhere else. */

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

  async #fetch(path, {headers = {}, signal, ...init} = {}) {
    const signals = [AbortSignal.timeout(ANSWER_MILLIS_MAX), ...(signal ? [signal] : [])];
    const authorization = this.#token ? {authorization: `Bearer ${this.#token}`} : {};
    let answer;
    try {
      answer = await fetch(path, {
        ...init,
        headers: {...headers, ...authorization},
        credentials: 'omit',
        signal: AbortSignal.any(signals),
      });
    } catch (failure) {
      if (signal?.aborted) throw failure;
      throw new Unreachable();
    }
    if (!answer.ok) throw new Problem(answer.status, await answer.json().catch(() => null));
    return answer;
  }

  async json(path, signal) {
    return (await this.#fetch(path, {signal, headers: {accept: 'application/json'}})).json();
  }

  stats(parameters, signal) {
    return this.json(`stats?${new URLSearchParams(parameters)}`, signal);
  }

  async statsCsv(parameters) {
    const answer = await this.#fetch(`stats?${new URLSearchParams(parameters)}`, {
      headers: {accept: 'text/csv'},
    });
    return answer.blob();
  }

  imports(signal, cursor) {
    const page = new URLSearchParams({limit: 20, ...(cursor ? {cursor} : {})});
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
  async peekRejects(id) {
    const answer = await this.#fetch(`imports/${encodeURIComponent(id)}/rejects`);
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

  async rejects(id, asSource) {
    const as = asSource ? '?as=source' : '';
    return (await this.#fetch(`imports/${encodeURIComponent(id)}/rejects${as}`)).blob();
  }

  async createUpload(request) {
    const answer = await this.#fetch('imports', {
      method: 'POST',
      headers: {'content-type': 'application/json', accept: 'application/json'},
      body: JSON.stringify(request),
    });
    return answer.json();
  }

  async importsOf(key) {
    return (await this.json(`imports?limit=1&${new URLSearchParams({key})}`)).data;
  }
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
    request.upload.addEventListener('progress', ({loaded, total}) => onProgress(loaded, total));
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new Problem(request.status, {detail: refusal(request.status)}));
    });
    request.addEventListener('error', () =>
      reject(new Problem(0, {detail: 'The bucket could not be reached from this page'})),
    );
    request.send(file);
  });
}

function refusal(status) {
  if (status === 403) return 'The bucket refused the file: its address may have expired. Try again';
  if (status === 412) return 'The file is there already: its address works once';
  return `The bucket answered ${status}`;
}

// Signing in: authorization code with PKCE (RFC 7636) at the issuer's hosted page. Only what must
// outlive the way there and back lies in the session storage, and is taken out on return.

const PENDING = 'daybook-sign-in';

const base64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)).buffer);

const here = () => location.origin + location.pathname;

export async function signIn({signIn: issuer}) {
  if (!globalThis.crypto?.subtle) throw new Error('Signing in needs HTTPS');
  const pending = {verifier: random(), state: random(), view: location.hash};
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pending.verifier));
  const address = new URL(issuer.authorize_url);
  for (const [name, value] of Object.entries({
    response_type: 'code',
    client_id: issuer.client_id,
    redirect_uri: here(),
    scope: issuer.scope ?? 'openid',
    state: pending.state,
    code_challenge: base64url(digest),
    code_challenge_method: 'S256',
    ...(issuer.audience ? {audience: issuer.audience} : {}),
  })) {
    address.searchParams.set(name, value);
  }
  location.assign(address);
}

/** The token where the issuer has just sent the reader back; null where nobody was away. */
export async function tokenOnReturn({signIn: issuer}) {
  const answer = new URLSearchParams(location.search);
  if (!answer.has('state') || !(answer.has('code') || answer.has('error'))) return null;
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? 'null');
  sessionStorage.removeItem(PENDING);
  history.replaceState(null, '', location.pathname + (pending?.view ?? ''));
  if (answer.has('error')) {
    throw new Error(answer.get('error_description') ?? answer.get('error'));
  }
  if (pending?.state !== answer.get('state')) {
    throw new Error('The answer belongs to no sign-in of this tab');
  }
  const reply = await fetch(issuer.token_url, {
    method: 'POST',
    credentials: 'omit',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: issuer.client_id,
      code: answer.get('code'),
      redirect_uri: here(),
      code_verifier: pending.verifier,
    }),
  }).catch(() => null);
  const tokens = await reply?.json().catch(() => null);
  if (!reply?.ok || !tokens?.access_token) {
    throw new Error(tokens?.error_description ?? 'The issuer gave no token');
  }
  return tokens.access_token;
}
