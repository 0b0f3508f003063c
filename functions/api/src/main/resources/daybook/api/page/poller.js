/** Asking for what panels show, while somebody looks. */

/** After a failure it is asked again after this long at first, and ever later, in milliseconds. */
const RETRY_MILLIS = 2_000;
const RETRY_MILLIS_MAX = 60_000;

/** One source, asked at its pace while the page can be seen. */
export class Poller {
  #timer = null;
  #asking = null;
  #text = null;
  #failures = 0;
  #raw = null;

  constructor(source, page, show) {
    this.source = source;
    this.page = page;
    this.show = show;
    this.updated = null;
  }

  stop() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = null;
  }

  /** Forgets what is shown: it is of another range. */
  forget() {
    this.#text = null;
    this.#raw = null;
  }

  async ask() {
    this.stop();
    if (document.hidden || !this.page.api.mayAsk) return;
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const raw = await this.source.load(this.page, asking.signal);
      if (asking.signal.aborted) return;
      this.#failures = 0;
      this.updated = new Date();
      this.#take(raw);
    } catch (failure) {
      if (asking.signal.aborted) return;
      this.#failures += 1;
      if (failure.status == null) console.error(failure);
      this.show({failure, isStale: this.#raw != null});
    }
    const pause =
      this.#failures === 0
        ? this.source.every(this.#raw)
        : Math.min(RETRY_MILLIS * 2 ** (this.#failures - 1), RETRY_MILLIS_MAX);
    this.#asking = null;
    this.#timer = setTimeout(() => this.ask(), pause);
  }

  #take(raw) {
    const text = JSON.stringify(raw);
    if (text === this.#text) this.show({});
    else this.show({data: this.source.derive(raw)});
    this.#text = text;
    this.#raw = raw;
  }
}
