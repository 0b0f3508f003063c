import {element} from '../dom.js';
import {change, count, money, plural, signedMoney} from '../format.js';
import {totalsSource} from '../sources.js';

/** What the range adds up to, each beside the same number of days before. */
export const summary = {
  id: 'summary',
  title: 'Summary',
  bare: true,
  source: totalsSource,
  create({body}, page) {
    const tile = (name) => {
      const value = element('dd.value', {});
      const note = element('dd.note', {});
      body.append(element('dl.tile', {}, element('dt', {}, name), value, note));
      return {value, note};
    };
    const tiles = {
      deposits: tile('Deposits'),
      withdrawals: tile('Withdrawals'),
      net: tile('Net flow'),
      count: tile('Transactions'),
    };
    const say = ({value, note}, text, now, before) => {
      value.textContent = text;
      const moved = change(now, before);
      note.textContent = moved == null ? 'nothing before to compare' : `${moved} to the days before`;
    };
    return {
      draw({sum, before, currency}) {
        const code = currency ?? page.view.currency;
        const net = sum.deposits - sum.withdrawals;
        say(tiles.deposits, money(sum.deposits, code), sum.deposits, before?.deposits);
        say(tiles.withdrawals, money(sum.withdrawals, code), sum.withdrawals, before?.withdrawals);
        say(tiles.net, signedMoney(net, code), net, before && before.deposits - before.withdrawals);
        const number = sum.depositCount + sum.withdrawalCount;
        tiles.count.value.textContent = sum.uncounted && number === 0 ? '–' : count(number);
        tiles.count.note.textContent = sum.uncounted
          ? 'some days began before counting'
          : `${plural(sum.depositCount, 'deposit', 'deposits')}, ${plural(
              sum.withdrawalCount,
              'withdrawal',
              'withdrawals',
            )}`;
      },
    };
  },
};
