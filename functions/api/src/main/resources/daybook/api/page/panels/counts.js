import {chartPanel, DEPOSITS, WITHDRAWALS} from '../chart.js';
import {table} from '../dom.js';
import {count, period, plural, shortMoney, shortPeriod} from '../format.js';
import {totalsSource} from '../sources.js';

/** Null where a sum was begun before its transactions were counted: unknown is not zero. */
const known = (each, field) => (each.uncounted ? null : each[field]);

/** How many transactions there were. */
export const counts = chartPanel({
  id: 'counts',
  title: 'Transactions',
  hint: 'how many there were',
  source: totalsSource,
  spec(data) {
    const fields = ['depositCount', 'withdrawalCount'];
    const values = (field) => data.periods.map((each) => known(each, field));
    return {
      stacked: true,
      labels: data.periods.map(({name}) => shortPeriod(name)),
      series: [
        {key: 'Deposits', label: 'Deposits', look: DEPOSITS, values: values(fields[0])},
        {key: 'Withdrawals', label: 'Withdrawals', look: WITHDRAWALS, values: values(fields[1])},
      ].map((one) => ({...one, stack: 'all'})),
      values: {precision: 0},
      tick: shortMoney,
      title: (at) => period(data.periods[at].name),
      tip: (which, at) => {
        const number = data.periods[at][fields[which]];
        return which === 0
          ? plural(number, 'deposit', 'deposits')
          : plural(number, 'withdrawal', 'withdrawals');
      },
      foot: (at) => {
        const each = data.periods[at];
        return plural(each.depositCount + each.withdrawalCount, 'transaction', 'transactions');
      },
      summary:
        `Stacked bars of numbers: ${plural(data.sum.depositCount, 'deposit', 'deposits')}, ` +
        plural(data.sum.withdrawalCount, 'withdrawal', 'withdrawals'),
    };
  },
  table(data) {
    const row = (name, each) => [
      name,
      count(known(each, 'depositCount')),
      count(known(each, 'withdrawalCount')),
      each.uncounted ? '–' : count(each.depositCount + each.withdrawalCount),
    ];
    return table(
      'Number of transactions',
      [{name: 'Period'}, ...['Deposits', 'Withdrawals', 'All'].map((name) => ({name, number: true}))],
      data.periods.map((each) => row(period(each.name), each)),
      row('All', data.sum),
    );
  },
});
