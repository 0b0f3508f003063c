import {put} from '../api.js';
import {element, foreign, icon, ICONS, newId, notice} from '../dom.js';
import * as say from '../format.js';
import {daysIn} from '../totals.js';

/** What the API takes, so that others are refused before anything is sent. */
const NAME = /\.csv(\.gz)?$/i;
const BYTES_MAX = 5_000_000_000;

/** How often, and how long, an import is looked for after its upload, in milliseconds. */
const WATCH_MILLIS = 1_000;
const WATCH_MILLIS_MAX = 300_000;

/** Where a refusal ends the looking: the file is there, and its import goes on all the same. */
const UNSEEN = {
  401: 'Uploaded. Sign in again to see what becomes of it',
  403: 'Uploaded. Who has signed in may not see what becomes of it',
};

/** Of the beginning and the end of a file, where its days are looked for, in bytes. */
const PEEK_BYTES_MAX = 262_144;

const MAPPING = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** A place to drop files on; the whole page is one as well. */
export const upload = {
  id: 'upload',
  title: 'Upload',
  hint: 'a CSV, plain or gzip',
  create({body}, page) {
    if (page.config.uploads) return new Uploads(body, page);
    const text = 'Nobody signs in here, so nobody uploads here either. Put files into the import bucket.';
    body.append(notice('empty', 'Not from this page', text));
    return {draw() {}};
  },
};

/** The days of a plain file, as far as its beginning and end tell; null where they do not. */
async function daysOf(file) {
  if (/\.gz$/i.test(file.name)) return null;
  const end = file.slice(Math.max(0, file.size - PEEK_BYTES_MAX));
  const parts = [file.slice(0, PEEK_BYTES_MAX), end].map((part) => part.text());
  return daysIn((await Promise.all(parts)).join('\n'), say.isDay, say.daysBetween);
}

class Uploads {
  #queue = Promise.resolve();

  constructor(body, page) {
    this.page = page;
    const list = newId('mappings');
    const hint = newId('hint');
    const label = newId('mapping');
    this.input = element('input', {
      type: 'file',
      accept: '.csv,.gz,text/csv,application/gzip',
      multiple: true,
      class: 'visually-hidden',
      tabindex: '-1',
      'aria-hidden': 'true',
      onchange: () => {
        this.take(this.input.files);
        this.input.value = '';
      },
    });
    this.mapping = element('input', {
      id: label,
      list,
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: 'by its header',
      maxlength: '64',
      'aria-describedby': hint,
      oninput: () => this.#checkMapping(),
    });
    this.mappingHint = element('p.hint', {id: hint}, 'Leave it empty: the header decides.');
    this.results = element('ol.uploads', {'aria-label': 'Uploads of this visit'});
    this.zone = element(
      'button.drop',
      {type: 'button', onclick: () => this.choose()},
      icon(ICONS.upload),
      element('strong', {}, 'Drop files here'),
      element('span', {}, 'or choose them'),
    );
    body.append(
      this.zone,
      this.input,
      element('label', {for: label}, 'Read by mapping'),
      this.mapping,
      element(
        'datalist',
        {id: list},
        ...page.config.mappings.map(({name, title}) => element('option', {value: name}, title)),
      ),
      this.mappingHint,
      this.results,
    );
    this.#listen();
    page.chooseFiles = () => this.choose();
  }

  draw() {}

  choose() {
    this.input.click();
  }

  #checkMapping() {
    const name = this.mapping.value.trim();
    const good = name === '' || MAPPING.test(name);
    this.mapping.setAttribute('aria-invalid', String(!good));
    const known = this.page.config.mappings.find((each) => each.name === name);
    if (!good) this.mappingHint.textContent = 'A name is of a-z, 0-9, _ and -.';
    else if (known) this.mappingHint.textContent = known.title;
    else if (name) this.mappingHint.textContent = `mappings/${name}.json of the import bucket.`;
    else this.mappingHint.textContent = 'Leave it empty: the header decides.';
    return good ? name : null;
  }

  /** The whole page takes files, and says so while one is held over it. */
  #listen() {
    let depth = 0;
    const over = (on) => document.documentElement.classList.toggle('dropping', on);
    const hasFiles = ({dataTransfer}) => dataTransfer?.types.includes('Files');
    addEventListener('dragenter', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth += 1;
      over(true);
    });
    addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
    addEventListener('dragleave', (event) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      over(depth > 0);
    });
    addEventListener('drop', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      over(false);
      this.take(event.dataTransfer.files);
    });
  }

  /** One after the other, in the order in which they came. */
  take(files) {
    const mapping = this.#checkMapping();
    for (const file of files) {
      const shown = new Shown(file.name, mapping);
      this.results.prepend(shown.node);
      if (mapping == null) shown.fail('The name of the mapping is none');
      else if (!this.page.api.mayAsk) shown.fail('Sign in first');
      else if (!NAME.test(file.name)) shown.fail('Only .csv and .csv.gz are imported');
      else if (file.size === 0) shown.fail('The file is empty');
      else if (file.size > BYTES_MAX) shown.fail(`Longer than ${say.bytes(BYTES_MAX)}`);
      else this.#queue = this.#queue.then(() => this.#send(file, mapping, shown));
    }
    if (files.length > 0) this.page.announce(`${say.plural(files.length, 'file', 'files')} taken`);
  }

  async #send(file, mapping, shown) {
    try {
      shown.step('Asking for an address', null);
      shown.days = await daysOf(file);
      const made = await this.page.api.createUpload({
        file_name: file.name,
        size_bytes: file.size,
        ...(mapping ? {mapping} : {}),
      });
      await put(made.upload, file, (loaded, total) =>
        shown.step(`${say.bytes(loaded)} of ${say.bytes(total)}`, loaded / total),
      );
      shown.step('Uploaded, waiting for its import', null);
      this.page.refresh();
      // The next file need not wait until this one has been imported.
      this.#watch(made.key, shown);
    } catch (failure) {
      shown.fail(failure.message);
      this.page.announce(`${file.name}: ${failure.message}`, true);
    }
  }

  async #watch(key, shown) {
    const until = Date.now() + WATCH_MILLIS_MAX;
    while (Date.now() < until) {
      await new Promise((resume) => setTimeout(resume, WATCH_MILLIS));
      if (document.hidden) continue;
      try {
        const [one] = await this.page.api.importsOf(key);
        if (one && one.state !== 'running') {
          this.#ended(one, shown);
          return;
        }
        if (one) shown.step(`Importing, ${say.plural(one.rows, 'row', 'rows')}`, null);
      } catch (failure) {
        if (failure.status === 401 || failure.status === 403) {
          shown.step(UNSEEN[failure.status], 1);
          return;
        }
        shown.step(`${failure.message}; asking again`, null);
      }
    }
    shown.step('Goes on: see the imports', 1);
  }

  #ended(one, shown) {
    const rejected = say.sumOf(one.rejected);
    const words = [
      say.state(one.state),
      `${say.count(one.accepted)} accepted`,
      `${say.count(rejected)} rejected`,
      `${say.count(say.sumOf(one.skipped))} skipped`,
    ].join(', ');
    const {days} = shown;
    if (one.state === 'complete') shown.done(words, one.mapping?.name);
    else shown.fail(one.detail ?? words);
    if (one.accepted > 0 && days) shown.offer(days, () => this.page.setView(days));
    this.page.announce(`${shown.name}: ${words}`);
    this.page.arrived(one.accepted > 0 ? days : null);
  }
}

/** One upload as it is shown. */
class Shown {
  days = null;

  constructor(name, mapping) {
    this.name = name;
    this.what = element('p.about', {}, 'Waiting for its turn');
    this.bar = element('div.progress.unknown', {role: 'progressbar', 'aria-label': 'Upload'});
    this.fill = element('span', {});
    this.bar.append(this.fill);
    this.by = element('span.badge', {}, mapping ? foreign(mapping) : 'by header');
    this.node = element(
      'li.import',
      {},
      element('div.import-head', {}, icon(ICONS.file), element('p.file', {dir: 'auto', title: name}, name), this.by),
      this.bar,
      this.what,
    );
  }

  step(text, part) {
    this.what.textContent = text;
    this.bar.classList.toggle('unknown', part == null);
    this.fill.style.width = part == null ? '' : `${part * 100}%`;
    if (part == null) this.bar.removeAttribute('aria-valuenow');
    else this.bar.setAttribute('aria-valuenow', String(Math.round(part * 100)));
  }

  done(text, mapping) {
    this.bar.hidden = true;
    this.what.textContent = text;
    this.by.replaceChildren(mapping ? foreign(mapping) : 'own columns');
    this.node.classList.add('good');
  }

  offer(days, onclick) {
    this.node.append(
      element(
        'p',
        {},
        element('button.ghost.small', {type: 'button', onclick}, `Show ${say.range(days.from, days.to)}`),
      ),
    );
  }

  fail(text) {
    this.bar.hidden = true;
    this.what.className = 'detail';
    this.what.textContent = text;
    this.node.classList.add('bad');
  }
}
