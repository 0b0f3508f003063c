import {chartPanel, DEPOSITS, WITHDRAWALS} from '../chart.js';
import {table} from '../dom.js';
import {amount, approximately, period, shortMoney, shortPeriod, signedMoney} from '../format.js';
import {totalsSource} from '../sources.js';

const net = ({deposits, withdrawals}) => deposits - withdrawals;

/** Deposits less withdrawals. */
export const netFlow = chartPanel({
  id: 'net-flow',
  title: 'Net flow',
  hint: 'deposits less withdrawals',
  source: totalsSource,
  spec(data, page) {
    const code = data.currency ?? page.view.currency;
    const exact = data.periods.map(net);
    const part = (key, look, isOwn) => ({
      key,
      label: key,
      look,
      stack: 'net',
      values: exact.map((value) => (isOwn(value) ? approximately(value) : 0)),
    });
    return {
      stacked: true,
      labels: data.periods.map(({name}) => shortPeriod(name)),
      series: [
        part('More came in', DEPOSITS, (value) => value > 0n),
        part('More went out', WITHDRAWALS, (value) => value < 0n),
      ],
      tick: shortMoney,
      title: (at) => period(data.periods[at].name),
      tip: (which, at) => signedMoney(exact[at], code),
      summary:
        `Bars of net flow: ${signedMoney(net(data.sum), code)} in all; ` +
        `${exact.filter((value) => value < 0n).length} of ${exact.length} periods below zero`,
    };
  },
  table(data, page) {
    const code = data.currency ?? page.view.currency;
    const row = (name, each) => [
      name,
      amount(each.deposits),
      amount(each.withdrawals),
      amount(net(each)),
    ];
    return table(
      `Net flow by period${code && code !== 'none' ? `, in ${code}` : ''}`,
      [
        {name: 'Period'},
        ...['Deposits', 'Withdrawals', 'Net'].map((name) => ({name, number: true})),
      ],
      data.periods.map((each) => row(period(each.name), each)),
      row('All', data.sum),
    );
  },
});
