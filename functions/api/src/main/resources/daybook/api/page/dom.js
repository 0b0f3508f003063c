/** Elements. Whatever is text stays text: nothing here or elsewhere reads HTML from a string. */

/**
 * @param name an element's name, with classes behind dots: `div.card.wide`
 * @param attributes attributes; `on…` are listeners, true and false set and leave out
 * @param children nodes, or texts
 */
export function element(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const made = document.createElement(tag);
  if (classes.length > 0) made.className = classes.join(' ');
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, '');
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child != null && child !== false));
  return made;
}

/** A name that somebody else chose: it cannot turn the direction of the text around it. */
export const foreign = (text) => element('bdi', {}, String(text));

const SVG = 'http://www.w3.org/2000/svg';

/** An icon of strokes, for the eye only. */
export function icon(path) {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [key, value] of [
    ['viewBox', '0 0 24 24'],
    ['class', 'icon'],
    ['aria-hidden', 'true'],
  ]) {
    svg.setAttribute(key, value);
  }
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

export const ICONS = {
  upload: 'M12 16V4m0 0L7 9m5-5 5 5M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3',
  download: 'M12 4v12m0 0 5-5m-5 5-5-5M4 20h16',
  table: 'M4 5h16v14H4zM4 10h16M10 10v9',
  chart: 'M5 20V10m7 10V4m7 16v-7',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  done: 'm5 12.5 4.5 4.5L19 7.5',
  alert: 'M12 8v5m0 3.5v.5M12 3 2.5 20h19z',
  empty: 'M4 13h4l2 3h4l2-3h4M4 13l3-8h10l3 8v6H4z',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z',
};

let ids = 0;

export const newId = (prefix) => `${prefix}-${(ids += 1)}`;

/**
 * A table with a caption, for what a chart shows.
 *
 * @param columns `{name, number}`: numbers stand at the right
 * @param rows lists of nodes or texts, the first of each being its header
 * @param foot such a list, or null
 */
export function table(caption, columns, rows, foot) {
  const cell = (content, index, scope) =>
    element(
      scope ? 'th' : 'td',
      {...(scope ? {scope} : {}), class: columns[index].number ? 'number' : null},
      content,
    );
  const row = (cells) =>
    element('tr', {}, ...cells.map((each, at) => cell(each, at, at === 0 ? 'row' : null)));
  return element(
    'div.scroll',
    {tabindex: '0', role: 'region', 'aria-label': caption},
    element(
      'table',
      {},
      element('caption', {}, caption),
      element(
        'thead',
        {},
        element('tr', {}, ...columns.map(({name}, at) => cell(name, at, 'col'))),
      ),
      element('tbody', {}, ...rows.map(row)),
      foot ? element('tfoot', {}, row(foot)) : null,
    ),
  );
}

/** Gives the reader a file. */
export function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = element('a', {href: address, download: name, hidden: true});
  document.body.append(link);
  link.click();
  link.remove();
  // The download has its own hold on the data as soon as it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** What stands in a panel that has nothing to show. */
export function notice(kind, title, text, ...actions) {
  return element(
    `div.notice.${kind}`,
    {},
    icon(kind === 'failed' ? ICONS.alert : ICONS.empty),
    element('p.notice-title', {}, title),
    text ? element('p', {}, text) : null,
    ...actions,
  );
}
