/**
 * Charts: Chart.js with this page's colours, textures and legend, and a table beside each.
 *
 * Colour is never the only carrier: each series has a texture of its own too, a name in the legend,
 * and its numbers in the table.
 */

import {element, icon, ICONS, newId} from './dom.js';

const probe = element('span', {hidden: true});

/** A custom property as the theme has it now. */
function colour(name) {
  if (!probe.isConnected) document.body.append(probe);
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

/** Strokes of one tile of 8 by 8, for each slot; the first is plain. */
const TEXTURES = [
  () => {},
  (to) => {
    for (const x of [-4, 4, 12]) {
      to.moveTo(x - 5, 9);
      to.lineTo(x + 5, -1);
    }
  },
  (to) => {
    for (const [x, y] of [
      [2, 2],
      [6, 6],
    ]) {
      to.moveTo(x + 0.9, y);
      to.arc(x, y, 0.9, 0, 7);
    }
  },
  (to) => {
    for (const y of [2, 6]) {
      to.moveTo(0, y);
      to.lineTo(8, y);
    }
  },
  (to) => {
    for (const x of [-4, 4, 12]) {
      to.moveTo(x - 5, -1);
      to.lineTo(x + 5, 9);
    }
  },
  (to) => {
    to.moveTo(0, 4);
    to.lineTo(8, 4);
    to.moveTo(4, 0);
    to.lineTo(4, 8);
  },
];

/** Narrower bars have no room for a texture, in pixels with the gap beside them. */
const TEXTURED_PIXELS_MIN = 7;

/** So many bars and more stand side by side without a gap. */
const CLOSE_BARS_MIN = 120;

/** Whether a bar is wide enough for a texture; the picture's own width, for bars lie in it. */
function hasRoom({canvas, data, config}) {
  const room = config.options.indexAxis === 'y' ? canvas.clientHeight : canvas.clientWidth;
  return room / Math.max(1, data.labels.length) >= TEXTURED_PIXELS_MIN;
}

/** What fills a series: its colour, with the strokes of its slot in the colour of the ground. */
function fill(name, slot) {
  const tile = document.createElement('canvas');
  tile.width = 8;
  tile.height = 8;
  const context = tile.getContext('2d');
  context.fillStyle = colour(name);
  context.fillRect(0, 0, 8, 8);
  context.strokeStyle = colour('card');
  context.globalAlpha = 0.5;
  context.lineWidth = 1.4;
  context.beginPath();
  TEXTURES[slot](context);
  context.stroke();
  return context.createPattern(tile, 'repeat');
}

/** A series as Chart.js has it. `look` is `{colour, texture}`. */
function dataset(one) {
  const textured = fill(one.look.colour, one.look.texture);
  const plain = colour(one.look.colour);
  return {
    label: one.label,
    data: one.values,
    stack: one.stack,
    hidden: one.hidden ?? false,
    backgroundColor: ({chart}) => (hasRoom(chart) ? textured : plain),
    hoverBackgroundColor: plain,
    borderColor: colour('card'),
    borderWidth: ({chart}) => {
      const line = one.stack && hasRoom(chart) ? 0.5 : 0;
      return {top: line, bottom: line, left: 0, right: 0};
    },
    borderSkipped: false,
    borderRadius: one.stack ? 0 : 2,
    maxBarThickness: 44,
    // Gaps between hundreds of bars would be all that one sees of them.
    categoryPercentage: one.values.length > CLOSE_BARS_MIN ? 1 : 0.86,
    barPercentage: one.values.length > CLOSE_BARS_MIN ? 1 : 0.94,
  };
}

function axis(spec, isValue) {
  const text = colour('muted');
  const font = {family: getComputedStyle(document.body).fontFamily, size: 12};
  if (!isValue) {
    return {
      stacked: spec.stacked,
      grid: {display: false},
      border: {color: colour('line-strong')},
      ticks: {color: text, font, maxRotation: 0, autoSkipPadding: 14, ...spec.names},
    };
  }
  return {
    stacked: spec.stacked,
    beginAtZero: true,
    border: {display: false},
    grid: {
      color: ({tick}) => colour(tick?.value === 0 ? 'line-strong' : 'line'),
      drawTicks: false,
    },
    ticks: {color: text, font, padding: 8, maxTicksLimit: 6, callback: spec.tick, ...spec.values},
  };
}

function options(spec) {
  const font = {family: getComputedStyle(document.body).fontFamily, size: 12};
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    indexAxis: spec.horizontal ? 'y' : 'x',
    interaction: {mode: 'index', intersect: false, axis: spec.horizontal ? 'y' : 'x'},
    layout: {padding: {top: 4, right: 4}},
    scales: {
      [spec.horizontal ? 'y' : 'x']: axis(spec, false),
      [spec.horizontal ? 'x' : 'y']: axis(spec, true),
    },
    plugins: {
      legend: {display: false},
      tooltip: {
        backgroundColor: colour('tooltip'),
        titleColor: colour('tooltip-text'),
        bodyColor: colour('tooltip-text'),
        footerColor: colour('tooltip-text'),
        titleFont: {...font, weight: '600'},
        bodyFont: font,
        footerFont: {...font, weight: '600'},
        padding: 12,
        boxWidth: 10,
        boxHeight: 10,
        boxPadding: 6,
        cornerRadius: 8,
        filter: ({raw, datasetIndex, dataIndex}) =>
          spec.tips?.(datasetIndex, dataIndex) ?? (raw !== 0 && raw != null),
        callbacks: {
          title: (items) => (items.length > 0 ? spec.title(items[0].dataIndex) : ''),
          label: ({datasetIndex, dataIndex}) => spec.tip(datasetIndex, dataIndex),
          labelColor: ({dataset: {hoverBackgroundColor: shown}}) => ({
            backgroundColor: shown,
            borderColor: shown,
          }),
          footer: (items) => (items.length > 0 ? (spec.foot?.(items[0].dataIndex) ?? '') : ''),
        },
      },
    },
  };
}

/** A square of a series, as bars of it look. */
function swatch({colour: name, texture}) {
  const canvas = element('canvas.swatch', {width: 28, height: 28, 'aria-hidden': 'true'});
  const context = canvas.getContext('2d');
  context.scale(2, 2);
  context.fillStyle = fill(name, texture);
  context.fillRect(0, 0, 14, 14);
  return canvas;
}

/** The look of a payment method's series. */
export const seriesLook = (slot) => ({colour: `series-${slot}`, texture: slot});

export const DEPOSITS = {colour: 'accent', texture: 0};
export const WITHDRAWALS = {colour: 'neutral', texture: 1};

/**
 * A panel of a chart and its table.
 *
 * `spec(data, page)` gives `summary` (what a reader hears in place of the picture), `labels`,
 * `series` (`label`, `look`, `values`, `stack`, `key` for the legend), and what `options` reads;
 * `table(data, page)` the same as numbers.
 */
export function chartPanel({spec, table, ...panel}) {
  return {...panel, create: (parts, page) => new ChartBody(parts, page, spec, table)};
}

class ChartBody {
  #chart = null;
  #data = null;
  #hidden = new Set();

  constructor({body, tools}, page, spec, table) {
    this.page = page;
    this.spec = spec;
    this.table = table;
    const id = newId('figure');
    this.canvas = element('canvas', {role: 'img'});
    this.picture = element('div.picture', {}, this.canvas);
    this.legend = element('ul.legend', {'aria-label': 'Series'});
    this.numbers = element('div.numbers', {id, hidden: true});
    this.toggle = element(
      'button.ghost',
      {type: 'button', 'aria-expanded': 'false', 'aria-controls': id, onclick: () => this.flip()},
      icon(ICONS.table),
      'Table',
    );
    tools.append(this.toggle);
    body.append(this.legend, this.picture, this.numbers);
    document.addEventListener('daybook:theme', () => this.redraw());
  }

  flip() {
    const shown = this.numbers.hidden;
    this.numbers.hidden = !shown;
    this.picture.hidden = shown;
    this.legend.hidden = shown;
    this.toggle.setAttribute('aria-expanded', String(shown));
    this.toggle.replaceChildren(icon(shown ? ICONS.chart : ICONS.table), shown ? 'Chart' : 'Table');
    this.redraw();
  }

  draw(data) {
    this.#data = data;
    this.redraw();
  }

  redraw() {
    if (this.#data == null) return;
    if (!this.numbers.hidden) {
      this.numbers.replaceChildren(this.table(this.#data, this.page));
      return;
    }
    const spec = this.spec(this.#data, this.page);
    for (const one of spec.series) one.hidden = this.#hidden.has(one.key);
    this.canvas.setAttribute('aria-label', spec.summary);
    if (spec.height) this.picture.style.minHeight = `${spec.height}px`;
    this.#drawLegend(spec);
    const config = {
      type: 'bar',
      data: {labels: spec.labels, datasets: spec.series.map(dataset)},
      options: options(spec),
    };
    if (this.#chart == null) {
      this.#chart = new globalThis.Chart(this.canvas, config);
    } else {
      this.#chart.data = config.data;
      this.#chart.options = config.options;
      this.#chart.update('none');
    }
  }

  /** One entry for each key, which hides and shows its series. */
  #drawLegend(spec) {
    const keys = new Map(spec.series.map((one) => [one.key, one]));
    const focused = [...this.legend.querySelectorAll('button')].indexOf(document.activeElement);
    this.legend.replaceChildren(
      ...[...keys.values()].map((one) =>
        element(
          'li',
          {},
          element(
            'button.entry',
            {
              type: 'button',
              'aria-pressed': String(!one.hidden),
              onclick: () => {
                if (!this.#hidden.delete(one.key)) this.#hidden.add(one.key);
                this.redraw();
              },
            },
            swatch(one.look),
            element('bdi', {}, one.key),
          ),
        ),
      ),
    );
    this.legend.querySelectorAll('button')[focused]?.focus();
  }
}
