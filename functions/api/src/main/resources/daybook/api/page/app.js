/**
 * The page: what is shown (range, currency, period), who may see it, and asking for it again and
 * again while somebody looks. Everything else is a panel.
 *
 * What the deployment is like comes in `<meta name="daybook-config">`, a JSON object: `auth`
 * (`NONE`, `JWT`, `AWS_IAM`), `uploads` (false where POST /imports is refused to everybody),
 * `region`, `zone`, `version`, `mappings` (`name`, `title`), and with `JWT` `sign_in`: `authorize_url`, `token_url`, `client_id`, and optional `scope`, `audience`.
 */

import {Api} from './api.js';
import {element, icon, ICONS, save} from './dom.js';
import {Filters, PERIODS} from './filters.js';
import {dayOf, daysBetween, isDay, moment, plusDays, range} from './format.js';
import {Frame} from './frame.js';
import {PANELS} from './panels.js';
import {Poller} from './poller.js';
import {signIn, tokenOnReturn} from './sign-in.js';
import {importsSource, newestMonth} from './sources.js';
import {buildTheme} from './theme.js';
import {DAYS_MAX} from './totals.js';

/** So long the newest month is looked for at most, in milliseconds. */
const SEARCH_MILLIS_MAX = 60_000;

const byId = (id) => document.getElementById(id);

function readConfig() {
  const given = JSON.parse(document.querySelector('meta[name=daybook-config]').content);
  return {
    ...given,
    signIn: given.sign_in,
    mappings: given.mappings ?? [],
    uploads: given.uploads !== false,
  };
}

class Page {
  chooseFiles = () => {};
  isFirstView = false;
  hasNothing = false;
  importsWanted = 20;
  #note = '';
  #currencies = new Set();
  #shown = 'none';
  #isEmpty = false;
  #failed = new Map();
  #filters = null;
  #frames = [];
  #pollers = new Map();

  constructor() {
    this.config = readConfig();
    this.api = new Api(this.config);
    this.view = this.#readView();
  }

  get today() {
    return dayOf(new Date(), this.config.zone);
  }

  #readView() {
    const given = new URLSearchParams(location.hash.slice(1));
    const [from, to] = [given.get('from'), given.get('to')];
    const isGiven = isDay(from) && isDay(to) && from <= to && daysBetween(from, to) <= DAYS_MAX;
    this.isFirstView = !isGiven;
    const currency = given.get('currency');
    return {
      from: isGiven ? from : plusDays(this.today, -29),
      to: isGiven ? to : this.today,
      by: PERIODS.some(([by]) => by === given.get('by')) ? given.get('by') : 'day',
      currency: /^([A-Z]{3}|none)$/.test(currency ?? '') ? currency : null,
    };
  }

  /** The view lies behind #, which no server sees: it can be kept as a bookmark and sent on. */
  #writeView() {
    const {from, to, by, currency} = this.view;
    const parameters = new URLSearchParams({from, to});
    if (by !== 'day') parameters.set('by', by);
    if (currency) parameters.set('currency', currency);
    history.replaceState(null, '', `#${parameters}`);
  }

  async start() {
    this.#buildTop();
    this.#filters = new Filters(byId('filters'), this);
    this.#buildPanels();
    document.addEventListener('visibilitychange', () => this.#pauseOrGoOn());
    addEventListener('online', () => this.refresh());
    document.querySelector('.skip').addEventListener('click', (event) => {
      event.preventDefault();
      byId('panels').focus();
    });
    addEventListener('hashchange', () => {
      this.view = this.#readView();
      this.#viewChanged();
    });
    if (await this.#enter()) this.refresh();
    this.#showView();
  }

  // Who may see it.

  async #enter() {
    const {auth, region} = this.config;
    if (auth === 'NONE') return true;
    if (auth === 'AWS_IAM') {
      const example = element(
        'code',
        {},
        `curl --aws-sigv4 "aws:amz:${region ?? 'REGION'}:execute-api" ` +
          '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" ' +
          '-H "x-amz-security-token: $AWS_SESSION_TOKEN" ' +
          `"${new URL('stats', location.href.split('#')[0])}?from_date=${this.view.from}&to_date=${this.view.to}"`,
      );
      this.#lock(
        'This deployment answers signed requests only (ApiAuth=AWS_IAM), which a browser cannot sign.',
        [
          element('p', {}, 'To see the page, deploy with ApiAuth=JWT and an issuer to sign in at. Until then, with keys of AWS:'),
          element('pre', {tabindex: '0'}, example),
        ],
      );
      return false;
    }
    if (!this.config.signIn) {
      this.#lock('This deployment asks for a token (ApiAuth=JWT), and nobody has said where to sign in.', [
        element('p', {}, 'Its settings of the page lack the addresses of the issuer and the client’s id.'),
      ]);
      return false;
    }
    try {
      const token = await tokenOnReturn(this.config);
      if (token != null) {
        this.api.token = token;
        this.view = this.#readView();
        return true;
      }
      this.#askToSignIn('Sign in to see the totals.');
    } catch (failure) {
      this.#askToSignIn(`Signing in has failed: ${failure.message}.`);
    }
    return false;
  }

  #askToSignIn(text) {
    const go = () => signIn(this.config).catch((failure) => this.announce(failure.message, true));
    const sign = byId('sign');
    sign.hidden = false;
    sign.onclick = go;
    this.#lock(text, [
      element('button.primary', {type: 'button', onclick: go}, icon(ICONS.lock), 'Sign in'),
    ]);
  }

  #lock(text, further) {
    document.documentElement.classList.add('locked');
    this.#banner('locked', text, ...further);
    byId('choose').disabled = true;
    byId('live').textContent = 'Not signed in';
    byId('live').className = 'live off';
  }

  // What is shown.

  /** What the totals are of, as a request names it. */
  get money() {
    return this.view.currency ?? this.#shown;
  }

  /** What the range has, and which of them is shown. */
  foundCurrencies(found, shown) {
    for (const code of found) this.#currencies.add(code);
    this.#shown = shown;
    this.#filters.showCurrencies(this.#currencies);
  }

  /** The range that was shown first is empty, so that another one is. */
  showNewest({from, to}) {
    this.#note = 'the newest month with totals';
    Object.assign(this.view, {from, to});
    this.#showView();
  }

  setView(change, note = '') {
    this.#note = note;
    Object.assign(this.view, change);
    this.#writeView();
    this.#viewChanged();
  }

  #viewChanged() {
    this.isFirstView = false;
    this.#showView();
    for (const [source, poller] of this.#pollers) {
      if (!source.ofView) continue;
      poller.forget();
      for (const {panel, frame} of this.#frames) if (panel.source === source) frame.loading();
      poller.ask();
    }
    this.announce(`Showing ${range(this.view.from, this.view.to)}`);
  }

  async goToNewest() {
    try {
      const month = await newestMonth(this, AbortSignal.timeout(SEARCH_MILLIS_MAX));
      if (month) this.setView(month);
      else this.announce('There are no totals yet. Upload a file to see some.', true);
    } catch (failure) {
      this.announce(failure.message, true);
    }
  }

  /** A file has come in: where nothing could be seen, its days can now. */
  arrived(days) {
    const moves = this.#isEmpty && days != null;
    if (moves) this.setView(days);
    else if (this.#isEmpty) this.isFirstView = true;
    for (const [source, poller] of this.#pollers) if (!(moves && source.ofView)) poller.ask();
  }

  // Asking.

  /** So many more imports are wanted from now on. */
  wantImports(further) {
    this.importsWanted += further;
    this.#pollers.get(importsSource).ask();
  }

  refresh() {
    for (const poller of this.#pollers.values()) poller.ask();
  }

  #pauseOrGoOn() {
    if (!this.api.mayAsk) return;
    if (document.hidden) {
      for (const poller of this.#pollers.values()) poller.stop();
      byId('live').textContent = 'Paused';
      byId('live').className = 'live off';
    } else this.refresh();
  }

  #show(source, state) {
    for (const {panel, frame} of this.#frames) if (panel.source === source) frame.show(state);
    if (state.data && source.tellsOfRange) this.#isEmpty = source.isEmpty(state.data);
    if (state.failure?.status === 401) {
      this.api.token = null;
      for (const poller of this.#pollers.values()) poller.stop();
      this.#askToSignIn('Your sign-in has ended.');
      return;
    }
    this.#showLive(source, state.failure);
  }

  #showLive(source, failure) {
    const live = byId('live');
    if (failure) this.#failed.set(source, failure);
    else this.#failed.delete(source);
    if (this.#failed.size === 0) {
      live.className = 'live on';
      live.textContent = `Live, ${moment(this.#pollers.get(source).updated)}`;
      this.#banner(null);
      return;
    }
    const [[broken, first]] = this.#failed;
    const since = this.#pollers.get(broken).updated;
    live.className = 'live off';
    live.textContent = 'Not up to date';
    this.#banner(
      'failed',
      `${first.message}. ${since ? `What is shown is of ${moment(since)}. ` : ''}It is asked again by itself.`,
      element('button.ghost', {type: 'button', onclick: () => this.refresh()}, 'Ask now'),
    );
  }

  #banner(kind, text, ...further) {
    const banner = byId('banner');
    if (kind == null) {
      banner.hidden = true;
      banner.dataset.text = '';
      return;
    }
    if (banner.dataset.text === text && !banner.hidden) return;
    banner.dataset.text = text;
    banner.className = `banner ${kind}`;
    banner.hidden = false;
    banner.replaceChildren(
      icon(kind === 'locked' ? ICONS.lock : ICONS.alert),
      element('div', {}, element('p', {}, text), ...further),
    );
  }

  /** Says something to those who listen; what went wrong is shown as well. */
  announce(text, isFailure = false) {
    byId('said').textContent = text;
    if (isFailure) this.#banner('failed', text);
  }

  // Building.

  #buildTop() {
    buildTheme(byId('theme'));
    byId('choose').hidden = !this.config.uploads;
    byId('choose').addEventListener('click', () => this.chooseFiles());
    byId('zone').textContent = this.config.zone ? ` of ${this.config.zone}` : '';
    byId('version').textContent = this.config.version ? `Daybook ${this.config.version}` : '';
  }

  #buildPanels() {
    const grid = byId('panels');
    for (const row of PANELS) {
      const frame = new Frame(row, this);
      this.#frames.push({panel: row.panel, frame});
      grid.append(frame.node);
      const {source} = row.panel;
      if (source && !this.#pollers.has(source)) {
        this.#pollers.set(source, new Poller(source, this, (state) => this.#show(source, state)));
      }
    }
  }

  #showView() {
    const {from, to} = this.view;
    byId('range').textContent = range(from, to) + (this.#note ? `; ${this.#note}` : '');
    this.#filters.show();
    this.#filters.showCurrencies(this.#currencies);
  }

  async download() {
    const {from, to, by} = this.view;
    const currency = this.money;
    try {
      const blob = await this.api.statsCsv({
        from_date: from,
        to_date: to,
        group_by: by,
        include: 'counts',
        currency,
      });
      save(blob, `daybook-${from}-${to}${currency === 'none' ? '' : `-${currency}`}.csv`);
    } catch (failure) {
      this.announce(`The totals cannot be downloaded: ${failure.message}`, true);
    }
  }
}

new Page().start();
