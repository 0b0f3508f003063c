/** What an answer of /stats adds up to. Pure functions; all money in cents as BigInt. */

import {cents} from './format.js';

const GROUPS = ['deposits', 'withdrawals'];

/** Names come from files: a Map takes `__proto__` for what it is, a name. */
const entries = (object) => Object.entries(object ?? {});

function zero() {
  return {deposits: 0n, withdrawals: 0n, depositCount: 0, withdrawalCount: 0};
}

function addCount(sum, field, number) {
  if (number == null) sum.uncounted = true;
  else sum[field] += number;
}

/**
 * @param stats an answer with counts
 * @returns currency; `periods`, oldest first, each with its name, sums and `byMethod`, a Map of
 *     sums; `methods`, largest first, each with its name and sums; `sum` of everything
 */
export function totals(stats) {
  const methods = new Map();
  const sum = zero();
  const periods = entries(stats.data).map(([name, groups]) => {
    const own = {name, ...zero(), byMethod: new Map()};
    for (const group of GROUPS) {
      const counts = new Map(entries(stats.counts?.[name]?.[group]));
      const field = group === 'deposits' ? 'depositCount' : 'withdrawalCount';
      for (const [method, amount] of entries(groups[group])) {
        if (!methods.has(method)) methods.set(method, {name: method, ...zero()});
        if (!own.byMethod.has(method)) own.byMethod.set(method, zero());
        for (const each of [sum, own, methods.get(method), own.byMethod.get(method)]) {
          each[group] += cents(amount);
          addCount(each, field, counts.get(method));
        }
      }
    }
    return own;
  });
  periods.sort((a, b) => (a.name < b.name ? -1 : 1));
  const largestFirst = [...methods.values()].sort((a, b) => {
    const less = b.deposits + b.withdrawals - (a.deposits + a.withdrawals);
    if (less !== 0n) return less > 0n ? 1 : -1;
    return a.name < b.name ? -1 : 1;
  });
  return {currency: stats.currency, periods, methods: largestFirst, sum};
}

/** Colours that can be told apart are few: so many methods have one, the others are one series. */
export const SERIES_MAX = 6;

/**
 * The methods that charts show, by name so that a colour stays with its method while amounts
 * change, and last the sum of all others.
 *
 * @returns a list of `{name, slot, has(method)}`
 */
export function series(methods) {
  const all = methods.length <= SERIES_MAX;
  const own = methods.slice(0, all ? SERIES_MAX : SERIES_MAX - 1).map(({name}) => name).sort();
  const found = own.map((name, slot) => ({name, slot, has: (method) => method === name}));
  if (!all) {
    const shown = new Set(own);
    found.push({
      name: `${methods.length - own.length} others`,
      slot: SERIES_MAX - 1,
      has: (method) => !shown.has(method),
    });
  }
  return found;
}

/** What one series has of a period. */
export function ofSeries(period, one, group) {
  let sum = 0n;
  for (const [method, sums] of period.byMethod) if (one.has(method)) sum += sums[group];
  return sum;
}

/** The currency to show, where nobody has chosen one: that of the answer, if the range has it. */
export function currencyToShow({currency = 'none', currencies}) {
  if (currencies.length === 0 || currencies.includes(currency)) return currency;
  return currencies.find((code) => code !== 'none') ?? currencies[0];
}

/** Ranges that are a word away; each gives its first and last day for the deployment's today. */
export function presets(today, plusDays) {
  const month = `${today.slice(0, 7)}-01`;
  const before = plusDays(month, -1);
  return [
    {id: '7d', name: 'Last 7 days', from: plusDays(today, -6), to: today},
    {id: '30d', name: 'Last 30 days', from: plusDays(today, -29), to: today},
    {id: '90d', name: 'Last 90 days', from: plusDays(today, -89), to: today},
    {id: 'month', name: 'This month', from: month, to: today},
    {id: 'before', name: 'Last month', from: `${before.slice(0, 7)}-01`, to: before},
    {id: 'year', name: 'This year', from: `${today.slice(0, 4)}-01-01`, to: today},
    {id: '12m', name: 'Last 12 months', from: plusDays(today, -364), to: today},
  ];
}

/** Days as our own columns write them. */
const ISO_DAY = /(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/g;

/**
 * The first and last day that stand in parts of a file, to look at what comes of it: a place to
 * look, and nothing that counts. Null where there is none, or where they lie too far apart.
 */
export function daysIn(text, isDay, daysBetween) {
  const days = (text.match(ISO_DAY) ?? []).filter(isDay).sort();
  if (days.length === 0) return null;
  const found = {from: days[0], to: days[days.length - 1]};
  return daysBetween(found.from, found.to) <= DAYS_MAX ? found : null;
}

/** Days of one answer of /stats. */
export const DAYS_MAX = 366;

/** The last period with totals, or null. */
export function newest(found) {
  const some = found.periods.filter(({byMethod}) => byMethod.size > 0);
  return some.length === 0 ? null : some[some.length - 1].name;
}
