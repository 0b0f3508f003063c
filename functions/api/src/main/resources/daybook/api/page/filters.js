/** What is shown: the range, the currency and the periods, as the reader chooses them. */

import {element, icon, ICONS, newId} from './dom.js';
import {daysBetween, isDay, plusDays} from './format.js';
import {DAYS_MAX, presets} from './totals.js';

/** A longer range that has a name is shown by weeks at first: so many bars say more. */
const DAYS_APART_MAX = 120;

export const PERIODS = [
  ['day', 'Days'],
  ['week', 'Weeks'],
  ['month', 'Months'],
];

export class Filters {
  #currenciesShown = null;

  constructor(form, page) {
    this.page = page;
    form.addEventListener('submit', (event) => event.preventDefault());
    const field = (label, control) => {
      control.id ||= newId('field');
      return element(
        'div.field',
        {},
        element('label', {for: control.id}, label),
        control,
      );
    };
    this.preset = element('select', {onchange: () => this.#choosePreset()});
    const day = () => element('input', {type: 'date', required: true, onchange: () => this.#chooseDays()});
    this.from = day();
    this.to = day();
    this.currency = element('select', {onchange: () => page.setView({currency: this.currency.value})});
    this.periods = element(
      'fieldset.segments',
      {},
      element('legend.visually-hidden', {}, 'Sums of'),
      ...PERIODS.map(([by, name]) =>
        element(
          'label',
          {},
          element('input', {
            type: 'radio',
            name: 'by',
            value: by,
            onchange: () => page.setView({by}),
          }),
          element('span', {}, name),
        ),
      ),
    );
    this.csv = element(
      'button.ghost',
      {type: 'button', onclick: () => page.download()},
      icon(ICONS.download),
      'CSV',
    );
    this.csv.setAttribute('aria-label', 'Download these totals as CSV');
    this.wrong = element('p.wrong', {role: 'alert', hidden: true});
    form.append(
      field('Range', this.preset),
      field('From', this.from),
      field('To', this.to),
      field('Currency', this.currency),
      this.csv,
      this.periods,
      this.wrong,
    );
  }

  /** The view as it is now. */
  show() {
    const {from, to, by} = this.page.view;
    this.from.value = from;
    this.to.value = to;
    const known = presets(this.page.today, plusDays);
    const match = known.find((each) => each.from === from && each.to === to);
    this.preset.replaceChildren(
      ...known.map(({id, name}) => element('option', {value: id, selected: id === match?.id}, name)),
      element('option', {value: '', selected: match == null}, 'Chosen days'),
    );
    for (const radio of this.periods.querySelectorAll('input')) radio.checked = radio.value === by;
  }

  /** The currencies that totals were found of, and that which is shown. */
  showCurrencies(found) {
    const now = this.page.money;
    const codes = [...new Set([...found, now])].sort();
    // Options that are replaced close an open list.
    const key = [now, ...codes].join();
    if (this.#currenciesShown === key && this.currency.value === now) return;
    this.#currenciesShown = key;
    const text = (code) => (code === 'none' ? 'Not named' : code);
    this.currency.replaceChildren(
      ...codes.map((code) => element('option', {value: code, selected: code === now}, text(code))),
    );
  }

  #choosePreset() {
    const chosen = presets(this.page.today, plusDays).find(({id}) => id === this.preset.value);
    if (!chosen) {
      this.from.focus();
      return;
    }
    const {from, to} = chosen;
    this.wrong.hidden = true;
    this.page.setView({from, to, by: daysBetween(from, to) > DAYS_APART_MAX ? 'week' : 'day'});
  }

  #chooseDays() {
    const [from, to] = [this.from.value, this.to.value];
    let wrong = '';
    if (!isDay(from) || !isDay(to)) wrong = 'Both days are needed.';
    else if (from > to) wrong = 'The first day is after the last.';
    else if (daysBetween(from, to) > DAYS_MAX) wrong = `At most ${DAYS_MAX} days at a time.`;
    this.wrong.hidden = wrong === '';
    this.wrong.textContent = wrong;
    if (wrong === '') this.page.setView({from, to});
  }
}
