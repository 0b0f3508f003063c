import {chartPanel, seriesLook} from '../chart.js';
import {table} from '../dom.js';
import {amount, approximately, money, period, shortMoney, shortPeriod, signedMoney} from '../format.js';
import {totalsSource} from '../sources.js';
import {ofSeries, series} from '../totals.js';

const GROUPS = [
  {group: 'deposits', sign: 1},
  {group: 'withdrawals', sign: -1},
];

/** Deposits above the line, withdrawals below it, both stacked by payment method. */
export const activity = chartPanel({
  id: 'activity',
  title: 'Deposits and withdrawals',
  hint: 'by payment method; withdrawals below the line',
  source: totalsSource,
  leadsOn: true,
  spec(data, page) {
    const code = data.currency ?? page.view.currency;
    const shown = series(data.methods);
    const exact = [];
    const found = GROUPS.flatMap(({group, sign}) =>
      shown.map((one) => {
        const values = data.periods.map((each) => ofSeries(each, one, group));
        exact.push(values);
        return {
          key: one.name,
          label: `${one.name}, ${group}`,
          look: seriesLook(one.slot),
          stack: 'all',
          values: values.map((value) => sign * approximately(value)),
        };
      }),
    );
    return {
      stacked: true,
      labels: data.periods.map(({name}) => shortPeriod(name)),
      series: found,
      tick: (value) => shortMoney(Math.abs(value)),
      title: (at) => period(data.periods[at].name),
      // One line for both directions of a method, so that it fits on a phone.
      tips: (which, at) =>
        which < shown.length && (exact[which][at] > 0n || exact[which + shown.length][at] > 0n),
      tip: (which, at) =>
        `${shown[which].name}: ${money(exact[which][at], code)} in, ` +
        `${money(exact[which + shown.length][at], code)} out`,
      foot: (at) => {
        const {deposits, withdrawals} = data.periods[at];
        return [
          `Deposits ${money(deposits, code)}`,
          `Withdrawals ${money(withdrawals, code)}`,
          `Net ${signedMoney(deposits - withdrawals, code)}`,
        ];
      },
      summary:
        `Stacked bars of ${data.periods.length} periods: deposits ${money(data.sum.deposits, code)}, ` +
        `withdrawals ${money(data.sum.withdrawals, code)}. The table has each number.`,
    };
  },
  table(data, page) {
    const names = data.methods.map(({name}) => name).sort();
    const rows = data.periods.flatMap((each) =>
      GROUPS.map(({group}) => ({
        name: period(each.name),
        group,
        sums: names.map((name) => each.byMethod.get(name)?.[group] ?? 0n),
        sum: each[group],
      })),
    );
    const code = data.currency ?? page.view.currency;
    return table(
      `Deposits and withdrawals by payment method${code && code !== 'none' ? `, in ${code}` : ''}`,
      [
        {name: 'Period'},
        {name: 'Type'},
        ...names.map((name) => ({name, number: true})),
        {name: 'All', number: true},
      ],
      rows.map(({name, group, sums, sum}) => [name, group, ...sums.map(amount), amount(sum)]),
      null,
    );
  },
});
