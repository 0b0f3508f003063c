/**
 * The panels, in the order of the page. A panel is a file of `panels` and a row here:
 * `span` is how many of the twelve columns of a wide page it has.
 *
 * A panel has an `id`, a `title`, its `source`, and `create(parts, page)`, which fills
 * `parts.body` and `parts.tools` once and gives an object whose `draw(data)` shows what the source
 * derived. Loading, empty and failed are shown by the page; a `bare` panel has `clear()` for that.
 * One that `leadsOn` offers ways to totals where its range has none.
 */

import {activity} from './panels/activity.js';
import {counts} from './panels/counts.js';
import {imports} from './panels/imports.js';
import {methods} from './panels/methods.js';
import {netFlow} from './panels/net-flow.js';
import {pipeline} from './panels/pipeline.js';
import {summary} from './panels/summary.js';
import {upload} from './panels/upload.js';

export const PANELS = [
  {panel: summary, span: 12},
  {panel: activity, span: 8},
  {panel: methods, span: 4},
  {panel: netFlow, span: 6},
  {panel: counts, span: 6},
  {panel: upload, span: 6},
  {panel: pipeline, span: 6},
  {panel: imports, span: 12},
];
