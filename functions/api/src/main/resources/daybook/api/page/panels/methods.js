import {chartPanel, DEPOSITS, WITHDRAWALS} from '../chart.js';
import {foreign, table} from '../dom.js';
import {amount, approximately, count, money, percent, shortMoney, signedMoney} from '../format.js';
import {totalsSource} from '../sources.js';

/** More bars than these are not compared by eye; the table has all methods. */
const BARS_MAX = 9;

/** Room of the two bars of a method, and of the axis below them, in pixels. */
const ROW_PIXELS = 38;
const AXIS_PIXELS = 34;

/** Names are cut here for the axis only. */
const NAME_MAX = 16;

const short = (name) => {
  const signs = [...name];
  if (signs.length > NAME_MAX) return `${signs.slice(0, NAME_MAX - 1).join('')}…`;
  // Chart.js keeps the widths of labels in an object, where it would find what every object has.
  return name in Object.prototype ? `\u200b${name}` : name;
};

/** What the whole range has of each payment method, largest first. */
export const methods = chartPanel({
  id: 'methods',
  title: 'Payment methods',
  hint: 'the whole range, largest first',
  source: totalsSource,
  spec(data, page) {
    const code = data.currency ?? page.view.currency;
    const shown = data.methods.slice(0, BARS_MAX);
    const hidden = data.methods.length - shown.length;
    const groups = ['deposits', 'withdrawals'];
    return {
      horizontal: true,
      height: Math.max(4, shown.length) * ROW_PIXELS + AXIS_PIXELS,
      labels: shown.map(({name}) => short(name)),
      series: [
        {key: 'Deposits', label: 'Deposits', look: DEPOSITS},
        {key: 'Withdrawals', label: 'Withdrawals', look: WITHDRAWALS},
      ].map((one, at) => ({
        ...one,
        values: shown.map((method) => approximately(method[groups[at]])),
      })),
      names: {autoSkip: false},
      values: {maxTicksLimit: 4},
      tick: shortMoney,
      title: (at) => shown[at].name,
      tip: (which, at) =>
        `${which === 0 ? 'Deposits' : 'Withdrawals'} ${money(shown[at][groups[which]], code)}`,
      foot: (at) => `Net ${signedMoney(shown[at].deposits - shown[at].withdrawals, code)}`,
      summary:
        `Bars of ${shown.length} payment methods, largest first` +
        `${hidden > 0 ? `; ${hidden} smaller ones are in the table` : ''}: ` +
        shown
          .map(({name, deposits, withdrawals}) => {
            return `${name} in ${money(deposits, code)}, out ${money(withdrawals, code)}`;
          })
          .join('; '),
    };
  },
  table(data, page) {
    const code = data.currency ?? page.view.currency;
    const all = data.sum.deposits + data.sum.withdrawals;
    const row = (name, sums) => [
      name,
      amount(sums.deposits),
      amount(sums.withdrawals),
      amount(sums.deposits - sums.withdrawals),
      all === 0n
        ? '–'
        : percent(approximately(sums.deposits + sums.withdrawals) / approximately(all)),
      sums.uncounted ? '–' : count(sums.depositCount + sums.withdrawalCount),
    ];
    return table(
      `Totals by payment method${code && code !== 'none' ? `, in ${code}` : ''}`,
      [
        {name: 'Payment method'},
        ...['Deposits', 'Withdrawals', 'Net', 'Share', 'Count'].map((name) => {
          return {name, number: true};
        }),
      ],
      data.methods.map((method) => row(foreign(method.name), method)),
      row('All', data.sum),
    );
  },
});
