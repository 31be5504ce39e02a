// Variants of an experiment beside each other, with their spread; and, where several settings are varied at once, the
// table of what each combination came to. Nothing is told by colour alone.
const Variants = (() => {
  'use strict';

  const {h, decimals, count, rate, millis, bytes, table} = Page;
  const {STATES, stateOf, scaleOf, difference} = Cells;
  const UNITS = {records: count, rate: (perSecond) => rate(perSecond >= 100 ? Math.round(perSecond) : perSecond), ms: millis, bytes};
  const STRIP = 200;

  function strip(value, scaleOf) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 ' + STRIP + ' 18');
    svg.setAttribute('class', 'strip');
    svg.setAttribute('aria-hidden', 'true');
    const shape = (name, attributes) => {
      const element = document.createElementNS('http://www.w3.org/2000/svg', name);
      Object.entries(attributes).forEach(([key, one]) => element.setAttribute(key, String(one)));
      svg.append(element);
    };
    const x = (number) => 6 + scaleOf(number) * (STRIP - 12);
    shape('line', {x1: 6, x2: STRIP - 6, y1: 9, y2: 9, class: 'ground'});
    shape('line', {x1: x(value.min), x2: x(value.max), y1: 9, y2: 9, class: 'span'});
    value.trials.slice(0, 100).forEach((trial) => shape('circle', {cx: x(trial), cy: 9, r: 3, class: 'trial'}));
    shape('line', {x1: x(value.median), x2: x(value.median), y1: 2, y2: 16, class: 'median'});
    return svg;
  }

  // Each block has a scale of its own: within it variants are compared.
  function metric(one, variants, against) {
    const unit = UNITS[one.unit];
    const blocks = new Map();
    variants.forEach((variant, i) => blocks.set(variant.block, [...(blocks.get(variant.block) || []), i]));
    let logarithmic = false;
    const rows = [...blocks].flatMap(([block, places]) => {
      const scale = scaleOf(places.map((i) => one.values[i]));
      logarithmic = logarithmic || scale.log;
      const title = block ? [h('tr', {class: 'block'}, h('th', {scope: 'rowgroup', colspan: 4}, block + (scale.log ? ' (by powers of ten)' : '')))] : [];
      return [...title, ...places.map((i) => {
        const value = one.values[i];
        const name = h('th', {scope: 'row', class: block ? 'within' : null}, variants[i].within || 'default');
        if (!value) return h('tr', null, name, h('td', {class: 'text', colspan: 3}, h('span', {class: 'unknown'}, 'not measured')));
        return h('tr', {class: value.differs ? 'differs' : null}, name, h('td', {class: 'strip'}, strip(value, scale.of)),
          h('td', {class: 'number'}, unit(value.median),
            value.trials.length > 1 && value.min !== value.max ? h('div', {class: 'small muted'}, unit(value.min), ' to ', unit(value.max)) : null),
          h('td', {class: 'text'}, difference(value, one.values[variants[i].against])));
      })];
    });
    return [
      h('h3', null, one.label.charAt(0).toUpperCase() + one.label.slice(1)),
      table(['variant', blocks.size === 1 && logarithmic ? 'by powers of ten' : 'from 0', 'median', 'against ' + against], rows, one.label + ', by variant'),
    ];
  }

  const isTelling = (one) => !one.minor && one.values.some((value) => value && value.max > 0);

  // Of one trial each there is no spread: a table of what was measured, and nothing is called a difference.
  function measured(data) {
    return [
      h('h2', null, 'Variants beside each other'),
      h('p', null, 'One trial of each: how far a repetition is from itself is not known, and no difference in speed is claimed.'),
      table(['', ...data.variants.map((variant) => variant.name || 'default')], data.metrics.map((one) => h('tr', null, h('th', {scope: 'row'}, one.label),
        one.values.map((value) => h('td', {class: 'number'}, value ? UNITS[one.unit](value.median) : Page.unknown())))), 'Variants beside each other'),
    ];
  }

  /** The comparison, as elements; null where there is one variant only, or there are too many with nothing but one trial. */
  function comparison(data) {
    if (!data) return null;
    const many = data.variants.length > 8;
    if (data.variants.every((variant) => variant.trials === 1)) return many ? null : measured(data);
    return [
      h('h2', null, 'Variants compared'),
      h('p', null, 'Each dot is a trial, the bar their median. Something is called a difference only where no trial of the one falls among those of the other, and the medians are further apart than the trials of either.'),
      h('div', {class: 'metrics'}, [...data.metrics].sort((a, b) => (many ? isTelling(b) - isTelling(a) : 0)).map((one) => {
        const [title, content] = metric(one, data.variants, data.against);
        return many ? h('details', {open: isTelling(one)}, h('summary', null, title.textContent), content) : h('div', null, title, content);
      })),
    ];
  }

  function filled(cell, outcomes, choose) {
    const kind = stateOf(cell);
    const words = Cells.causes(cell, outcomes);
    const trials = Cells.trials(cell);
    const button = h('button', {type: 'button'}, h('span', {class: 'sign', 'aria-hidden': true}, STATES[kind].sign), ' ', Cells.lost(cell));
    button.addEventListener('click', () => choose(cell.runs[0]));
    return h('td', {class: 'cell ' + kind}, button, trials ? h('div', {class: 'cause'}, trials) : null,
      h('div', {class: 'word'}, STATES[kind].word), words.length ? h('div', {class: 'cause'}, words.join(', ')) : null,
      cell.mostNotAcked > 0 ? h('div', {class: 'cause'}, decimals(cell.mostNotAcked, 0) + ' not acknowledged') : null);
  }

  const empty = (kind, title) => h('td', {class: 'cell ' + kind, title: title || null}, h('span', {class: 'sign', 'aria-hidden': true}, STATES[kind].sign), ' ', h('span', {class: 'word'}, STATES[kind].word));

  const head = (matrix) => h('thead', null, h('tr', null, h('th', {scope: 'col'}, matrix.columns.map((column) => column.key).join(', ')),
    matrix.rows.values.map((value) => h('th', {scope: 'col'}, matrix.rows.key + '=' + value))));

  // Each reason once: it is the same for many combinations.
  function leftOut(refused) {
    const reasons = new Map();
    refused.forEach((reason, name) => reasons.set(reason, [...(reasons.get(reason) || []), name]));
    return h('details', null, h('summary', null, refused.size === 1 ? 'One combination left out: Kafka refuses it' : decimals(refused.size, 0) + ' combinations left out: Kafka refuses them'),
      [...reasons].map(([reason, names]) => h('div', null, h('p', null, '\u201c' + reason + '\u201d'), h('ul', null, names.map((name) => h('li', null, name))))));
  }

  const list = (expectations) => h('ul', {class: 'plain'}, expectations.map((one) => h('li', null,
    h('span', {class: one.held ? 'good' : 'bad'}, one.held ? 'held' : 'not held'), ': ' + one.text)));

  function detail(matrix, outcomes) {
    const dimensions = [matrix.rows, ...matrix.columns];
    return h('details', null, h('summary', null, 'What was promised, combination by combination'),
      table(['combination', 'promised', 'came to'], matrix.cells.map((cell) => h('tr', null, h('th', {scope: 'row'}, Cells.nameOf(dimensions, cell.values)),
        h('td', {class: 'text'}, cell.promises.length ? cell.promises.join(' ') : list(cell.expectations)),
        h('td', {class: 'text'}, Cells.cameTo(cell, outcomes),
          cell.promises.length && cell.state === 'broken' ? list(cell.expectations.filter((one) => !one.held)) : null))), 'Promises'));
  }

  /**
   * The table of outcomes, as elements; null where less than two settings are varied. `choose` shows a run,
   * `outcomes` is the catalogue.
   */
  function matrix(data, choose, outcomes) {
    if (!data) return null;
    const byPlace = new Map(data.cells.map((cell) => [JSON.stringify(cell.values), cell]));
    const refused = new Map((Array.isArray(data.leftOut) ? data.leftOut : []).map((one) => [String(one.variant), String(one.reason)]));
    const reasonOf = (values) => Cells.reasonOf(refused, [data.rows, ...data.columns], values);
    const used = new Set();
    // settings go down and what they are measured against, such as the fault, goes across: that fits on a phone, too
    const body = Cells.combinations(data.columns).map((rest) => {
      const places = data.rows.values.map((value) => [value, ...rest]);
      if (places.every((place) => !byPlace.has(JSON.stringify(place)) && reasonOf(place))) return null;
      const settings = data.columns.flatMap((column, i) => [i ? ' ' : '', h('span', {class: 'setting'}, column.key + '=', h('wbr'), rest[i])]);
      return h('tr', null, h('th', {scope: 'row'}, settings), places.map((place) => {
        const cell = byPlace.get(JSON.stringify(place));
        const reason = cell ? null : reasonOf(place);
        used.add(cell ? stateOf(cell) : reason ? 'leftOut' : 'notRun');
        return cell ? filled(cell, outcomes, choose) : reason ? empty('leftOut', reason) : empty('notRun');
      }));
    });
    return [
      h('h2', null, 'Outcomes against what was promised'),
      h('p', {class: 'matrix-key'}, Object.entries(STATES).filter(([kind]) => used.has(kind)).map(([kind, state]) => h('span', {class: 'cell ' + kind}, h('span', {class: 'sign', 'aria-hidden': true}, state.sign), ' ' + state.word))),
      h('div', {class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Outcomes of all combinations'}, h('table', {class: 'matrix'}, head(data), h('tbody', null, body))),
      refused.size ? leftOut(refused) : null,
      detail(data, outcomes),
    ];
  }

  return {comparison, matrix};
})();
