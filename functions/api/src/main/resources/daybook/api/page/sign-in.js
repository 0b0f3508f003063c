/**
 * Signing in: authorization code with PKCE (RFC 7636) at the issuer's hosted page. Only what must
 * outlive the way there and back lies in the session storage, and is taken out on return.
 */

const PENDING = 'daybook-sign-in';

/** So long the issuer may take for a token, in milliseconds. */
const TOKEN_MILLIS_MAX = 35_000;

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

/**
 * The token where the issuer has just sent the reader back; null where nobody was away. Whoever
 * makes a link can write an answer into it: nothing of one is believed or shown before its state
 * is that of this tab.
 */
export async function tokenOnReturn({signIn: issuer}) {
  const answer = new URLSearchParams(location.search);
  if (!answer.has('state') || !(answer.has('code') || answer.has('error'))) return null;
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? 'null');
  sessionStorage.removeItem(PENDING);
  history.replaceState(null, '', location.pathname + (pending?.view ?? location.hash));
  if (pending == null) return null;
  if (pending.state !== answer.get('state')) {
    throw new Error('The answer belongs to no sign-in of this tab');
  }
  if (answer.has('error')) {
    throw new Error(answer.get('error_description') ?? answer.get('error'));
  }
  const reply = await fetch(issuer.token_url, {
    method: 'POST',
    credentials: 'omit',
    signal: AbortSignal.timeout(TOKEN_MILLIS_MAX),
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
