/**
 * What panels show: each source is asked at its own pace, once for all panels that have it.
 *
 * `load(page, signal)` asks, `derive(raw)` says what an answer means, `every(raw)` is the pause
 * until the next time in milliseconds, `ofView` whether another range or currency needs it anew,
 * `tellsOfRange` whether the range is empty where this is.
 */

import {daysBetween, plusDays} from './format.js';
import {currencyToShow, newest, totals} from './totals.js';

/** As often as a dump brings totals to history, so that more would show nothing new. */
const TOTALS_MILLIS = 10_000;

/** While something runs that a person looks at. */
const RUNNING_MILLIS = 2_000;

/** What the API lists in one answer. */
const IMPORTS_AT_ONCE_MAX = 100;

/** The time before does not move: it is asked for seldom. */
const BEFORE_MILLIS = 300_000;

/** A year back, a year ahead for clocks and samples, then further back. */
const YEARS = [0, 1, -1, -2, -3];

/** Asks for totals of the chosen currency; where none is, of one that the range has. */
async function ask(page, parameters, signal) {
  const of = (currency) =>
    page.api.stats({...parameters, include: 'counts,currencies', currency}, signal);
  let stats = await of(page.money);
  const next = page.view.currency ?? currencyToShow(stats);
  if (page.view.currency == null && next !== (stats.currency ?? 'none')) stats = await of(next);
  page.foundCurrencies(stats.currencies, next);
  return stats;
}

const isEmpty = (stats) =>
  Object.values(stats.data).every((groups) =>
    Object.values(groups).every((sums) => Object.keys(sums).length === 0),
  );

/** The first and last day of the newest month that has totals, or null. */
export async function newestMonth(page, signal) {
  const {today} = page;
  for (const year of YEARS) {
    const to = plusDays(today, year * 366);
    const parameters = {from_date: plusDays(to, -365), to_date: to, group_by: 'month'};
    const month = newest(totals(await ask(page, parameters, signal)));
    if (month != null) {
      const from = `${month}-01`;
      return {from, to: plusDays(`${plusDays(from, 31).slice(0, 7)}-01`, -1)};
    }
  }
  return null;
}

let before = {key: null, at: 0, stats: null};

/** The same number of days before; null where it cannot be had, which hides a comparison only. */
async function daysBefore(page, currency, signal) {
  const {from, to} = page.view;
  const key = JSON.stringify([from, to, currency]);
  if (before.key === key && Date.now() - before.at < BEFORE_MILLIS) return before.stats;
  const parameters = {
    from_date: plusDays(from, -daysBetween(from, to)),
    to_date: plusDays(from, -1),
    group_by: 'total',
    include: 'counts',
    currency,
  };
  try {
    before = {key, at: Date.now(), stats: await page.api.stats(parameters, signal)};
  } catch (failure) {
    if (signal.aborted) throw failure;
    before = {key, at: Date.now(), stats: null};
  }
  return before.stats;
}

export const totalsSource = {
  ofView: true,
  tellsOfRange: true,
  every: () => TOTALS_MILLIS,
  async load(page, signal) {
    const parameters = () => ({
      from_date: page.view.from,
      to_date: page.view.to,
      group_by: page.view.by,
    });
    let stats = await ask(page, parameters(), signal);
    if (page.isFirstView && isEmpty(stats)) {
      const month = await newestMonth(page, signal);
      page.hasNothing = month == null;
      if (month != null) {
        page.showNewest(month);
        stats = await ask(page, parameters(), signal);
      }
    }
    page.isFirstView = false;
    if (!isEmpty(stats)) page.hasNothing = false;
    return {stats, before: await daysBefore(page, page.money, signal)};
  },
  derive({stats, before: earlier}) {
    return {...totals(stats), before: earlier ? totals(earlier).sum : null};
  },
  isEmpty: ({methods}) => methods.length === 0,
};

/**
 * As many imports as the page wants: all of them anew each time, since one that comes or ends
 * moves the others.
 */
async function importsWanted(page, signal) {
  const found = new Map();
  let cursor = null;
  do {
    const limit = Math.min(page.importsWanted - found.size, IMPORTS_AT_ONCE_MAX);
    const answer = await page.api.imports(limit, cursor, signal);
    for (const one of answer.data) found.set(one.id, one);
    cursor = answer.next_cursor;
  } while (cursor != null && found.size < page.importsWanted);
  return {data: [...found.values()], hasMore: cursor != null};
}

export const importsSource = {
  every: (raw) =>
    raw?.data.some(({state}) => state === 'running') ? RUNNING_MILLIS : TOTALS_MILLIS,
  load: importsWanted,
  derive: ({data, hasMore}) => ({imports: data, hasMore}),
  isEmpty: ({imports}) => imports.length === 0,
};

export const healthSource = {
  every: (raw) => (raw?.waiting_rows > 0 ? RUNNING_MILLIS : TOTALS_MILLIS),
  load: (page, signal) => page.api.ready(signal),
  derive: (raw) => raw,
  isEmpty: () => false,
};
