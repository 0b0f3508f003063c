// The pure functions of the page. PageTest puts this beside them and runs it, where Node is there.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import * as say from './format.js';
import {currencyToShow, daysIn, newest, ofSeries, presets, series, totals} from './totals.js';

const stats = (text) => totals(say.exactly(text));

test('sums of cents are exact where sums of numbers are not', () => {
  const {sum} = stats(
    '{"data":{"a":{"deposits":{"x":0.10,"y":0.20}},"b":{"deposits":{"x":9999999999999.99,"y":0.01}}}}',
  );
  assert.equal(say.decimal(sum.deposits), '10000000000000.30');
});

test('every amount below 2^46 is read to the cent', () => {
  for (const text of ['0.01', '1.15', '190856.72', '70368744177663.99', '4503599627370.49']) {
    assert.equal(say.decimal(say.cents(Number(text))), text);
  }
});

test('amounts that no number holds to the cent are read from their digits', () => {
  const {sum, methods} = stats(
    '{"data":{"a":{"deposits":{"x":90071992547409.93,"y:70368744177664.01,":70368744177664.01,' +
      '"\\"z\\\\":1234567890123456789012.34}}}}',
  );
  assert.equal(say.decimal(sum.deposits), '1234568050564193514086.28');
  assert.deepEqual(
    methods.map(({name}) => name),
    ['"z\\', 'x', 'y:70368744177664.01,'],
  );
});

test('negative cents keep their digits', () => {
  assert.equal(say.decimal(-5n), '-0.05');
  assert.equal(say.decimal(-123_456n), '-1234.56');
});

test('money is printed from its digits, in its currency', () => {
  assert.equal(say.money(1_000_000_000_000_000_001n, undefined), '10,000,000,000,000,000.01');
  assert.equal(say.money(123_456n, 'EUR'), '€1,234.56');
  assert.equal(say.money(123_400n, 'JPY'), '¥1,234');
  assert.equal(say.money(123_456n, 'BHD').replace(/\s/, ' '), 'BHD 1,234.56');
  assert.equal(say.money(123_456n, 'none'), '1,234.56');
  assert.equal(say.signedMoney(123n, 'USD'), '+$1.23');
});

test('names that objects know are names', () => {
  const found = stats('{"data":{"d":{"deposits":{"__proto__":1.00,"constructor":2.00}}}}');
  assert.deepEqual(
    found.methods.map(({name, deposits}) => [name, deposits]),
    [
      ['constructor', 200n],
      ['__proto__', 100n],
    ],
  );
});

test('a number of transactions that is not known makes no sum', () => {
  const {periods, sum} = stats(
    '{"data":{"a":{"deposits":{"x":1.00}},"b":{"withdrawals":{"x":1.00}}},' +
      '"counts":{"a":{"deposits":{"x":null}},"b":{"withdrawals":{"x":3}}}}',
  );
  assert.equal(periods[0].uncounted, true);
  assert.equal(periods[1].withdrawalCount, 3);
  assert.equal(sum.uncounted, true);
});

test('more methods than colours make one series of the smaller ones, and nothing is lost', () => {
  const sums = Object.fromEntries([...'abcdefgh'].map((name, at) => [name, 100 - at]));
  const found = totals({data: {day: {deposits: sums}}});
  const shown = series(found.methods);
  assert.deepEqual(
    shown.map(({name}) => name),
    ['a', 'b', 'c', 'd', 'e', '3 others'],
  );
  const all = shown.reduce((sum, one) => sum + ofSeries(found.periods[0], one, 'deposits'), 0n);
  assert.equal(all, found.sum.deposits);
});

test('a currency that the range has is shown, and one that has a name before the others', () => {
  assert.equal(currencyToShow({currency: 'JPY', currencies: ['EUR', 'JPY']}), 'JPY');
  assert.equal(currencyToShow({currency: 'USD', currencies: ['EUR', 'JPY']}), 'EUR');
  assert.equal(currencyToShow({currencies: ['EUR', 'none']}), 'none');
  assert.equal(currencyToShow({currency: 'USD', currencies: ['none']}), 'none');
  assert.equal(currencyToShow({currencies: []}), 'none');
  assert.equal(currencyToShow({currency: 'EUR', currencies: []}), 'EUR');
});

test('weeks begin on the Monday of ISO 8601', () => {
  assert.equal(say.mondayOf('2026-W01'), '2025-12-29');
  assert.equal(say.mondayOf('2026-W53'), '2026-12-28');
  assert.equal(say.mondayOf('2021-W01'), '2021-01-04');
});

test('days are days in every zone and year', () => {
  assert.equal(say.plusDays('2024-02-28', 2), '2024-03-01');
  assert.equal(say.daysBetween('2024-01-01', '2024-12-31'), 366);
  assert.equal(say.isDay('2026-02-30'), false);
  assert.equal(say.isDay('2026-02-28'), true);
  assert.equal(say.dayOf(new Date('2026-01-01T23:30:00Z'), 'Europe/Berlin'), '2026-01-02');
});

test('every range that is a word away fits into one answer', () => {
  for (const {from, to} of presets('2024-12-31', say.plusDays)) {
    assert.ok(from <= to && say.daysBetween(from, to) <= 366, `${from} ${to}`);
  }
  const before = presets('2024-03-31', say.plusDays).find(({id}) => id === 'before');
  assert.deepEqual([before.from, before.to], ['2024-02-01', '2024-02-29']);
});

test('the newest period is the last that has totals', () => {
  const found = stats('{"data":{"2026-02":{"deposits":{"x":1.00}},"2026-01":{"deposits":{"x":1.00}},"2026-03":{}}}');
  assert.equal(newest(found), '2026-02');
  assert.equal(newest(stats('{"data":{"2026-03":{}}}')), null);
});

test('a file tells its days where it writes them as we do, and they are days', () => {
  const found = (text) => daysIn(text, say.isDay, say.daysBetween);
  assert.deepEqual(found('2026-03-02T10:00:00,x\n2026-02-27,y\n2026-02-30,no\n12026-01-01,no'), {
    from: '2026-02-27',
    to: '2026-03-02',
  });
  assert.equal(found('03/05/2026'), null);
  assert.equal(found('2024-01-01 2026-01-01'), null);
});

test('cells keep their quotes, commas and line ends, and half a record is none', () => {
  assert.deepEqual(say.records('a,"b ""c"", d"\r\n1,"x\ny"\n2,half'), [
    ['a', 'b "c", d'],
    ['1', 'x\ny'],
  ]);
});

test('words that are not known are said as they are', () => {
  assert.equal(say.reason('amount'), 'Unreadable amount');
  assert.equal(say.reason('brand_new'), 'brand_new');
  assert.equal(say.rule('keep_Status'), 'Other Status than the mapping keeps');
  assert.equal(say.state('paused'), 'paused');
});

test('nothing before is no change in per cent', () => {
  assert.equal(say.change(100n, 0n), null);
  assert.equal(say.change(100n, undefined), null);
  assert.equal(say.change(150n, 100n), '+50%');
  assert.equal(say.change(-150n, -100n), '-50%');
});
