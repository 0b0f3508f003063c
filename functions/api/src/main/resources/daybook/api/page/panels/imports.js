import {element, foreign, icon, ICONS, save, table} from '../dom.js';
import * as say from '../format.js';
import {importsSource} from '../sources.js';

/** So many rejected rows are looked at in the page; the file has all. */
const PREVIEW_ROWS_MAX = 20;

/** What is being imported and what was, with the rows that do not count and why. */
export const imports = {
  id: 'imports',
  title: 'Imports',
  hint: 'running first, then the newest',
  source: importsSource,
  emptyTitle: 'No file has come in yet',
  emptyText: 'It is listed here as soon as its first rows are read.',
  create({body}, page) {
    return new Imports(body, page);
  },
};

/** So many more are shown each time that somebody asks for older ones. */
const FURTHER = 20;

class Imports {
  #rows = new Map();

  constructor(body, page) {
    this.page = page;
    this.list = element('ol.imports', {tabindex: '0', 'aria-label': 'Imports'});
    this.more = element(
      'button.ghost',
      {type: 'button', hidden: true, onclick: () => page.wantImports(FURTHER)},
      'Show older imports',
    );
    body.append(this.list, element('p.more', {}, this.more));
  }

  draw({imports: found, hasMore}) {
    const rows = new Map();
    for (const one of found) {
      const row = this.#rows.get(one.id) ?? new ImportRow(this.page);
      row.draw(one);
      rows.set(one.id, row);
    }
    this.#rows = rows;
    const nodes = [...rows.values()].map(({node}) => node);
    const shown = this.list.children;
    // Moving a node takes the focus from it, so that only a changed order is set anew.
    if (nodes.length !== shown.length || nodes.some((node, at) => shown[at] !== node)) {
      this.list.replaceChildren(...nodes);
    }
    this.more.hidden = !hasMore;
  }
}

class ImportRow {
  #shown = '';
  #looked = false;

  constructor(page) {
    this.page = page;
    this.badge = element('span.badge', {});
    this.name = element('h3.file', {dir: 'auto'});
    this.about = element('p.about', {});
    this.bar = element('div.progress', {role: 'progressbar', 'aria-label': 'Progress'});
    this.fill = element('span', {});
    this.bar.append(this.fill);
    this.numbers = element('p.tally', {});
    this.detail = element('p.detail', {hidden: true});
    this.reasons = element('div.reasons', {});
    this.preview = element('div.preview', {});
    this.more = element(
      'details',
      {ontoggle: () => this.more.open && this.look()},
      element('summary', {}, 'Rows that do not count, and why'),
      this.reasons,
      this.preview,
    );
    this.node = element(
      'li.import',
      {},
      element('div.import-head', {}, icon(ICONS.file), this.name, this.badge),
      this.about,
      this.bar,
      this.numbers,
      this.detail,
      this.more,
    );
  }

  draw(one) {
    const text = JSON.stringify(one);
    if (text === this.#shown) return;
    this.#shown = text;
    this.one = one;
    this.rejected = say.sumOf(one.rejected);
    this.skipped = say.sumOf(one.skipped);
    const running = one.state === 'running';
    this.name.textContent = nameOf(one.key);
    this.name.title = one.key;
    this.badge.className = `badge ${badgeOf(one, this.rejected)}`;
    this.badge.textContent = say.state(one.state);
    this.about.replaceChildren(...this.#about(one, running));
    this.#progress(one, running);
    this.numbers.replaceChildren(...this.#numbers(one));
    this.detail.hidden = !one.detail;
    this.detail.textContent = one.detail ?? '';
    this.more.hidden = this.rejected + this.skipped + notes(one).length === 0;
    this.reasons.replaceChildren(...this.#reasons(one));
    if (this.more.open) this.look();
  }

  #about(one, running) {
    const parts = [
      ...folderOf(one.key),
      ...readBy(one),
      [say.bytes(one.size_bytes)],
      [running ? `since ${say.moment(one.begun)}` : say.moment(one.ended ?? one.begun)],
    ];
    return parts.flatMap((part, at) => (at > 0 ? [' · ', ...part] : part));
  }

  #progress(one, running) {
    this.bar.hidden = !running;
    const part = progress(one);
    this.bar.classList.toggle('unknown', part == null);
    if (part == null) {
      this.bar.removeAttribute('aria-valuenow');
      this.fill.style.width = '';
    } else {
      this.bar.setAttribute('aria-valuenow', String(Math.round(part * 100)));
      this.fill.style.width = `${part * 100}%`;
    }
  }

  #numbers(one) {
    const number = (value, word, kind) =>
      element(`span.${kind}`, {}, element('b', {}, say.count(value)), ` ${word}`);
    return [
      number(one.accepted, 'accepted', 'accepted'),
      number(this.rejected, 'rejected', this.rejected > 0 ? 'rejected' : 'none'),
      number(this.skipped, 'skipped', this.skipped > 0 ? 'skipped' : 'none'),
      one.waiting_rows > 0 ? number(one.waiting_rows, 'waiting', 'waiting') : '',
    ].flatMap((part) => [part, ' ']);
  }

  #reasons(one) {
    const group = (title, kind, words, name) =>
      Object.keys(words).length === 0
        ? null
        : element(
            'div',
            {},
            element('h4', {}, title),
            element(
              'ul.words',
              {},
              ...say
                .counted(words)
                .map(([word, number]) =>
                  element(
                    'li',
                    {},
                    element(`span.mark.${kind}`, {}),
                    foreign(name(word)),
                    element('b', {}, say.count(number)),
                  ),
                ),
            ),
          );
    const all = notes(one);
    return [
      group('Rejected', 'rejected', one.rejected, say.reason),
      group('Skipped', 'skipped', one.skipped, say.rule),
      all.length > 0
        ? element(
            'div',
            {},
            element('h4', {}, 'To know'),
            element('ul.notes', {}, ...all.map((note) => element('li', {}, foreign(note)))),
          )
        : null,
    ].filter((part) => part != null);
  }

  /** Fetches the rejected rows once, when somebody wants to see them. */
  async look() {
    const {id, state} = this.one;
    if (this.#looked || state === 'running' || this.rejected === 0) return;
    this.#looked = true;
    this.preview.replaceChildren(element('p.hint', {}, 'Fetching the rejected rows …'));
    try {
      const [, ...rows] = say.records(await this.page.api.peekRejects(id));
      this.preview.replaceChildren(...this.#rows(rows), this.#downloads());
    } catch (failure) {
      this.#looked = false;
      this.preview.replaceChildren(
        element('p.detail', {}, `The rejected rows cannot be shown: ${failure.message}`),
      );
    }
  }

  #rows(rows) {
    const shown = rows.slice(0, PREVIEW_ROWS_MAX);
    if (shown.length === 0) return [];
    const caption =
      shown.length < this.rejected
        ? `The first ${shown.length} of ${say.count(this.rejected)} rejected rows`
        : say.plural(this.rejected, 'rejected row', 'rejected rows');
    return [
      table(
        caption,
        [{name: 'Line', number: true}, {name: 'Why'}, {name: 'Expected'}, {name: 'Row'}],
        shown.map(([line, , why, column, expected, text]) => [
          line,
          foreign(say.reason(why) + (column ? `, column ${column}` : '')),
          foreign((expected ?? '').replace(/^expected /, '')),
          element('code', {dir: 'auto'}, text ?? ''),
        ]),
        null,
      ),
    ];
  }

  #downloads() {
    const button = (title, asSource) =>
      element(
        'button.ghost',
        {type: 'button', onclick: () => this.#download(asSource)},
        icon(ICONS.download),
        title,
      );
    return element(
      'p.actions',
      {},
      button('Rejected rows, with reasons', false),
      button('The same rows as they were, to correct', true),
    );
  }

  async #download(asSource) {
    const name = nameOf(this.one.key).replace(/\.csv(\.gz)?$/i, '');
    try {
      save(await this.page.api.rejects(this.one.id, asSource), `${name}-${asSource ? 'source' : 'rejects'}.csv`);
    } catch (failure) {
      this.page.announce(`The file cannot be downloaded: ${failure.message}`, true);
    }
  }
}

/** How much is read, from 0 to 1; null where the size of what is inside is not known. */
function progress({key, size_bytes: size, bytes_read: read}) {
  if (size === 0 || read > size || /\.gz$/i.test(key)) return null;
  return read / size;
}

/** Where the API puts what comes from a browser: a folder for each file, which names nothing. */
const OWN_FOLDER = /^Uploads\/[0-9a-f-]{36}\/[^/]*$/;

const nameOf = (key) => key.slice(key.lastIndexOf('/') + 1) || key;

/** The folder that somebody chose. */
function folderOf(key) {
  const end = key.lastIndexOf('/');
  return end <= 0 || OWN_FOLDER.test(key) ? [] : [['in ', foreign(key.slice(0, end))]];
}

/** How its rows are read; of a file of which none is, nothing. */
function readBy({mapping, rows}) {
  if (mapping) return [['read by ', element('strong', {}, foreign(mapping.name))]];
  return rows > 0 ? [['own columns']] : [];
}

function badgeOf({state}, rejected) {
  if (state === 'running') return 'running';
  if (state === 'complete') return rejected > 0 ? 'partly' : 'good';
  return 'bad';
}

/** What is worth knowing of an import besides its numbers. */
function notes(one) {
  const found = say
    .counted(one.remarks)
    .map(([word, number]) => `${say.plural(number, 'row is', 'rows are')} ${say.remark(word)}`);
  if (one.same_content_as != null) {
    found.push(`The same content came before as ${one.same_content_as}, and counts again`);
  }
  if (one.ignored_columns.length > 0) {
    found.push(`Columns that nobody reads: ${one.ignored_columns.join(', ')}`);
  }
  for (const {from, to, reason} of one.set_aside) {
    found.push(`Bytes ${say.count(from)} to ${say.count(to)} are set aside: ${reason}`);
  }
  return found;
}
