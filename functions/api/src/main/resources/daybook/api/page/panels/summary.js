import {element} from '../dom.js';
import {change, count, daysBetween, money, plural, signedMoney} from '../format.js';
import {totalsSource} from '../sources.js';

/** What the range adds up to, beside the same number of days before; else by the day. */
export const summary = {
  id: 'summary',
  title: 'Summary',
  bare: true,
  source: totalsSource,
  create({body}, page) {
    const tile = (name) => {
      const value = element('dd.value', {}, '–');
      const note = element('dd.note', {}, '\u00a0');
      body.append(element('dl.tile', {}, element('dt', {}, name), value, note));
      return {value, note};
    };
    const tiles = {
      deposits: tile('Deposits'),
      withdrawals: tile('Withdrawals'),
      net: tile('Net flow'),
      count: tile('Transactions'),
    };
    const say = ({value, note}, format, now, before) => {
      value.textContent = format(now);
      const days = daysBetween(page.view.from, page.view.to);
      const moved = change(now, before);
      note.textContent =
        moved == null
          ? `${format(now / BigInt(days))} a day`
          : `${moved} to the ${plural(days, 'day', 'days')} before`;
    };
    return {
      /** Figures of another range must not stand under the name of this one. */
      clear() {
        for (const {value, note} of Object.values(tiles)) {
          value.textContent = '–';
          note.textContent = '\u00a0';
        }
      },
      draw({sum, before, currency}) {
        const code = currency ?? page.view.currency;
        const net = sum.deposits - sum.withdrawals;
        const plain = (value) => money(value, code);
        say(tiles.deposits, plain, sum.deposits, before?.deposits);
        say(tiles.withdrawals, plain, sum.withdrawals, before?.withdrawals);
        say(
          tiles.net,
          (value) => signedMoney(value, code),
          net,
          before && before.deposits - before.withdrawals,
        );
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
