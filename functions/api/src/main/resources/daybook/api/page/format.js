/**
 * How things are said: money, numbers, days and words. Pure functions, formatted by Intl in the
 * reader's own locale.
 *
 * Money is added up in whole cents as BigInt and printed from its decimal digits, so no sum on the
 * page is ever a rounded one.
 */

/**
 * An answer of /stats, whose amounts have two digits: those that as numbers might lose a cent, from
 * 2^46 on, become texts.
 */
export const exactly = (json) =>
  JSON.parse(
    json.replace(/"(?:[^"\\]|\\.)*"|-?\d{14,}\.\d\d(?!\d)/g, (token) =>
      token.startsWith('"') ? token : `"${token}"`,
    ),
  );

/** An amount of such an answer in cents. */
export const cents = (amount) =>
  typeof amount === 'string' ? BigInt(amount.replace('.', '')) : BigInt(Math.round(amount * 100));

/** Cents as a plain decimal: -1234n is "-12.34". */
export function decimal(value) {
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Cents as a number, for lengths on the screen only. */
export const approximately = (value) => Number(value) / 100;

const formats = new Map();

function numberFormat(options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(undefined, options));
  return formats.get(key);
}

const isCode = (currency) => /^[A-Z]{3}$/.test(currency ?? '');

function moneyFormat(currency, further) {
  if (!isCode(currency)) {
    return numberFormat({minimumFractionDigits: 2, maximumFractionDigits: 2, ...further});
  }
  const style = {style: 'currency', currency, currencyDisplay: 'narrowSymbol'};
  const usual = numberFormat(style).resolvedOptions().minimumFractionDigits;
  return numberFormat({
    ...style,
    minimumFractionDigits: Math.min(usual, 2),
    maximumFractionDigits: 2,
    ...further,
  });
}

/** Cents with the currency's sign, if one is known. */
export const money = (value, currency) => moneyFormat(currency).format(decimal(value));

/** The same with a plus where it is one: for what may go either way. */
export const signedMoney = (value, currency) =>
  moneyFormat(currency, {signDisplay: 'exceptZero'}).format(decimal(value));

/** A number for a table whose caption names the currency. */
export const amount = (value) =>
  numberFormat({minimumFractionDigits: 2, maximumFractionDigits: 2}).format(decimal(value));

/** A length on an axis: 12K, 3.4M. */
export const shortMoney = (number) =>
  numberFormat({notation: 'compact', maximumFractionDigits: 1}).format(number);

export const count = (number) => (number == null ? '–' : numberFormat({}).format(number));

export const percent = (fraction) =>
  numberFormat({style: 'percent', maximumFractionDigits: 1}).format(fraction);

/** How much more or less now is than before was; null where before was nothing. */
export function change(now, before) {
  if (now == null || before == null || Number(before) === 0) return null;
  const fraction = (Number(now) - Number(before)) / Math.abs(Number(before));
  return numberFormat({
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  }).format(fraction);
}

export function bytes(number) {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let rest = number;
  let unit = 0;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  return numberFormat({
    style: 'unit',
    unit: units[unit],
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: rest < 10 && unit > 0 ? 1 : 0,
  }).format(rest);
}

export const plural = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;

// Days have no time and no zone: they are put at noon in UTC and printed in UTC.

const noon = (day) => new Date(`${day}T12:00:00Z`);

function dayFormat(options) {
  const key = `d${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(undefined, {timeZone: 'UTC', ...options}));
  }
  return formats.get(key);
}

/** The day of a moment by the deployment's clock, as 2026-01-31. */
export function dayOf(moment, zone) {
  const parts = new Map(
    new Intl.DateTimeFormat('en', {
      timeZone: zone || 'UTC',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
      .formatToParts(moment)
      .map(({type, value}) => [type, value]),
  );
  return `${parts.get('year').padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
}

export function plusDays(day, number) {
  const date = noon(day);
  date.setUTCDate(date.getUTCDate() + number);
  return date.toISOString().slice(0, 10);
}

/** Days from one to the other, both included. */
export const daysBetween = (from, to) => Math.round((noon(to) - noon(from)) / 86_400_000) + 1;

export const isDay = (text) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') &&
  !Number.isNaN(noon(text).getTime()) &&
  noon(text).toISOString().slice(0, 10) === text;

export const longDay = (day) =>
  dayFormat({weekday: 'short', day: 'numeric', month: 'short', year: 'numeric'}).format(noon(day));

export const shortDay = (day) => dayFormat({day: 'numeric', month: 'short'}).format(noon(day));

export const range = (from, to) =>
  dayFormat({day: 'numeric', month: 'short', year: 'numeric'}).formatRange(noon(from), noon(to));

/** The Monday of an ISO week such as 2026-W03. */
export function mondayOf(week) {
  const [year, number] = week.split('-W').map(Number);
  const fourth = noon(`${String(year).padStart(4, '0')}-01-04`);
  fourth.setUTCDate(fourth.getUTCDate() - ((fourth.getUTCDay() + 6) % 7) + 7 * (number - 1));
  return fourth.toISOString().slice(0, 10);
}

/** A period of /stats, in full, for tables and tooltips. */
export function period(text) {
  if (/^\d{4}-W\d{2}$/.test(text)) {
    const monday = mondayOf(text);
    return `${text.slice(5)}, ${range(monday, plusDays(monday, 6))}`;
  }
  if (/^\d{4}-\d{2}$/.test(text)) {
    return dayFormat({month: 'long', year: 'numeric'}).format(noon(`${text}-01`));
  }
  return isDay(text) ? longDay(text) : text;
}

/** The same, short, for an axis. */
export function shortPeriod(text) {
  if (/^\d{4}-W\d{2}$/.test(text)) return text.slice(5);
  if (/^\d{4}-\d{2}$/.test(text)) {
    return dayFormat({month: 'short', year: '2-digit'}).format(noon(`${text}-01`));
  }
  return isDay(text) ? shortDay(text) : text;
}

/** A moment by the reader's own clock; today without the day. */
export function moment(text, now = new Date()) {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return String(text);
  const today = date.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(undefined, {
    ...(today ? {} : {day: 'numeric', month: 'short', year: 'numeric'}),
    hour: '2-digit',
    minute: '2-digit',
    ...(today ? {second: '2-digit'} : {}),
  }).format(date);
}

export function ago(seconds) {
  const relative = new Intl.RelativeTimeFormat(undefined, {numeric: 'always'});
  if (seconds < 60) return relative.format(-Math.round(seconds), 'second');
  if (seconds < 3600) return relative.format(-Math.round(seconds / 60), 'minute');
  if (seconds < 86_400) return relative.format(-Math.round(seconds / 3600), 'hour');
  return relative.format(-Math.round(seconds / 86_400), 'day');
}

const REASONS = new Map([
  ['record_too_long', 'Row longer than 65,536 bytes'],
  ['quoting', 'Broken quotes'],
  ['rows_in_quotes', 'Rows inside a quoted cell'],
  ['encoding', 'Not valid UTF-8'],
  ['column_count', 'Too few or too many cells'],
  ['no_transaction', 'Not a transaction'],
  ['timestamp', 'Unreadable time'],
  ['type', 'Unknown type'],
  ['payment_method', 'Unusable payment method'],
  ['amount', 'Unreadable amount'],
  ['currency', 'Unknown currency'],
  ['status', 'Unknown status'],
  ['sleep_ms', 'Unreadable sleep_ms'],
  ['transaction_id', 'Unusable transaction id'],
  ['payment_method_limit', 'More than 200 payment methods'],
]);

const RULES = new Map([
  ['repeated_header', 'Header repeated'],
  ['pending', 'Still pending'],
  ['declined', 'Declined'],
  ['type', 'No payment by its type'],
  ['end', 'After the last transaction'],
  ['zero_amount', 'No money moved'],
]);

const REMARKS = new Map([
  ['day_zero', 'dated before 1971'],
  ['day_ahead', 'dated more than a year ahead'],
  ['cents_in_next_column', 'look as if their cents were in the next column'],
  ['user_id_left_out', 'kept without their unusable user_id'],
  ['merchant_id_left_out', 'kept without their unusable merchant_id'],
  ['merchant_category_left_out', 'kept without their unusable merchant_category'],
]);

const STATES = new Map([
  ['running', 'Running'],
  ['complete', 'Complete'],
  ['rejected', 'Refused'],
  ['incomplete', 'Incomplete'],
  ['not_imported', 'Not imported'],
]);

// Each of these is an open set of words: one that is not known here is shown as it is.

export const reason = (word) => REASONS.get(word) ?? word;

export function rule(word) {
  if (RULES.has(word)) return RULES.get(word);
  return word.startsWith('keep_') ? `Other ${word.slice(5)} than the mapping keeps` : word;
}

export const remark = (word) => REMARKS.get(word) ?? word;

export const state = (word) => STATES.get(word) ?? word;

/** Words with their numbers of rows, most first. */
export const counted = (words) =>
  Object.entries(words ?? {}).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));

export const sumOf = (words) => Object.values(words ?? {}).reduce((sum, n) => sum + n, 0);

/** Records of a CSV text by RFC 4180; one that is cut off at the end is left out. */
export function records(text) {
  const found = [];
  let cells = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === ',') {
      cells.push(cell);
      cell = '';
    } else if (sign === '\n') {
      cells.push(cell.replace(/\r$/, ''));
      found.push(cells);
      cells = [];
      cell = '';
    } else cell += sign;
  }
  return found;
}
