import {element, foreign, icon, ICONS} from '../dom.js';
import {ago, count, moment} from '../format.js';
import {healthSource} from '../sources.js';

/** What is on its way, and whether everything works. */
export const pipeline = {
  id: 'pipeline',
  title: 'Pipeline',
  source: healthSource,
  create({body}) {
    const line = (name) => {
      const value = element('dd', {}, '–');
      return {value, node: element('div.fact', {}, element('dt', {}, name), value)};
    };
    const verdict = element('p.verdict', {});
    const waiting = line('Waiting rows');
    const running = line('Running imports');
    const dump = line('Newest totals in history');
    const stores = line('Stores');
    const problems = element('ul.problems', {});
    body.append(
      verdict,
      problems,
      element('dl.facts', {}, waiting.node, running.node, dump.node, stores.node),
    );
    return {
      draw(health) {
        const ready = health.status === 'ready';
        verdict.className = ready ? 'verdict good' : 'verdict bad';
        verdict.replaceChildren(
          icon(ready ? ICONS.done : ICONS.alert),
          ready ? 'Everything works' : 'Not everything works',
        );
        const errors = ready ? [] : health.failure.errors;
        problems.replaceChildren(
          ...(errors.length > 0 || ready
            ? errors.map(({parameter, detail}) =>
                element('li', {}, element('strong', {}, foreign(parameter)), ' ', foreign(detail)),
              )
            : [element('li', {}, health.failure.message)]),
        );
        waiting.value.textContent = ready ? count(health.waiting_rows) : '–';
        running.value.textContent = ready ? count(health.running_imports) : '–';
        const age = health.last_dump_age_seconds;
        dump.value.textContent = age == null ? '–' : ago(age);
        dump.value.title = health.last_dump ? moment(health.last_dump) : '';
        stores.value.textContent = ready ? health.stores.join(', ') : '–';
      },
    };
  },
};
