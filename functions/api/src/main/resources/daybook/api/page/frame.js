/** What all panels have in common. */

import {element, newId, notice} from './dom.js';
import {range} from './format.js';

/** The frame of a panel: its heading, and what stands there while it has nothing to show. */
export class Frame {
  constructor({panel, span}, page) {
    this.panel = panel;
    this.page = page;
    const heading = newId('heading');
    const tools = element('div.tools', {});
    // A bare panel, and one that asks for nothing, stands there from the beginning.
    const isThere = panel.source == null || panel.bare === true;
    this.body = element('div.body', {hidden: !isThere});
    this.instead = element(
      'div.instead',
      {hidden: isThere},
      element('div.skeleton', {'aria-hidden': 'true'}),
    );
    this.node = element(
      'section.panel',
      {id: `panel-${panel.id}`, 'aria-labelledby': heading, 'aria-busy': String(panel.source != null)},
      element(
        'div.panel-head',
        {class: panel.bare ? 'visually-hidden' : 'panel-head'},
        element(
          'div',
          {},
          element('h2', {id: heading}, panel.title),
          panel.hint ? element('p.hint', {}, panel.hint) : null,
        ),
        tools,
      ),
      this.instead,
      this.body,
    );
    this.node.classList.add(`span-${span}`);
    this.tools = tools;
    this.shown = panel.create({body: this.body, tools}, page);
  }

  #replace(node) {
    this.node.setAttribute('aria-busy', 'false');
    this.body.hidden = node != null;
    this.tools.hidden = node != null;
    this.instead.hidden = node == null;
    if (node != null) this.instead.replaceChildren(node);
  }

  loading() {
    this.node.setAttribute('aria-busy', 'true');
    this.node.classList.add('stale');
  }

  show({data, failure, isStale}) {
    this.node.classList.toggle('stale', failure != null && isStale === true);
    this.node.setAttribute('aria-busy', 'false');
    if (failure != null) {
      // What was true a moment ago is better than nothing. The banner says what has failed.
      if (isStale) return;
      if (this.panel.bare) this.shown.clear();
      else this.#replace(notice('failed', 'Not available now', ''));
      return;
    }
    if (data == null) return;
    if (this.panel.source.isEmpty(data) && !this.panel.bare) {
      this.#replace(this.#empty());
      return;
    }
    this.#replace(null);
    this.shown.draw(data);
  }

  #empty() {
    const {panel, page} = this;
    if (panel.emptyTitle) return notice('empty', panel.emptyTitle, panel.emptyText);
    if (!panel.leadsOn) return notice('empty', 'Nothing in this range', '');
    const upload = page.config.uploads;
    const button = (name, kind, onclick) => element(`button.${kind}`, {type: 'button', onclick}, name);
    const {from, to, currency} = page.view;
    if (page.hasNothing) {
      return notice(
        'empty',
        'No transactions yet',
        upload ? 'Drop a CSV anywhere on this page to see it as a picture.' : 'Put a CSV into the import bucket.',
        upload && element('div.actions', {}, button('Upload a file', 'primary', () => page.chooseFiles())),
      );
    }
    return notice(
      'empty',
      currency && currency !== 'none' ? `No ${currency} in this range` : 'No transactions in this range',
      `${range(from, to)} has no totals.`,
      element(
        'div.actions',
        {},
        button('Show the newest month', 'primary', () => page.goToNewest()),
        upload && button('Upload a file', 'ghost', () => page.chooseFiles()),
      ),
    );
  }
}
