// Elements and tables of the page. Everything is put in as text, never as markup; what is missing is shown as "not
// measured", never as 0.
const Page = (() => {
  'use strict';

  // ---- elements and texts

  function h(tag, attributes, ...children) {
    const element = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => {
      if (value === null || value === undefined || (value === false && !name.startsWith('aria-'))) return;
      if (name === 'class') element.className = value;
      else element.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : String(value));
    });
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const unknown = () => h('span', {class: 'unknown'}, 'not measured');
  const shown = (words) => (words === null ? unknown() : words);
  // In a few words; the whole of it on hover.
  const rounded = (words, all) => (words === null ? unknown() : h('span', {title: all}, words));

  const {isNumber, decimals, at} = Words;
  const count = (value) => shown(Words.count(value));
  const rate = (value) => shown(Words.rate(value));
  const text = (value) => shown(Words.text(value));
  const millis = (value) => shown(Words.millis(value));
  const duration = (ms) => rounded(Words.duration(ms), Words.count(ms) + ' ms');
  const bytes = (value) => rounded(Words.bytes(value), Words.count(value) + ' bytes');
  const moment = (iso) => (Words.moment(iso) === null ? text(iso) : rounded(Words.moment(iso), String(iso)));

  // ---- tables

  // The columns of tables that hold words; all others hold numbers.
  const TEXT_COLUMNS = new Set(['state', 'file', 'cause', 'what', 'to whom', 'then', 'new leaders', 'in sync', 'may lead too', 'promised', 'combination', 'came to', 'from 0', 'by powers of ten']);
  const isText = (column) => TEXT_COLUMNS.has(column) || String(column).startsWith('against ');
  const number = (content, attributes) => h('td', {class: 'number', ...attributes}, content);

  function table(head, rows, caption) {
    return h('div', {class: 'scroll', tabindex: 0, role: 'group', 'aria-label': caption},
      h('table', null,
        head ? h('thead', null, h('tr', null, head.map((cell, i) => h('th', {scope: 'col', class: i && !isText(cell) ? 'number' : null}, cell)))) : null,
        h('tbody', null, rows)));
  }

  const row = (label, cells, kind, more) => h('tr', {class: kind || null}, h('th', {scope: 'row'}, label), cells.map((cell) => number(cell)), more);

  function facts(pairs, caption) {
    return table(null, pairs.map(([label, value]) => h('tr', null, h('th', {scope: 'row'}, label), h('td', {class: 'text'}, value))), caption);
  }

  const lossCell = (value) => (isNumber(value) && value > 0 ? h('span', {class: 'loss'}, count(value)) : count(value));

  return {h, colour, isNumber, unknown, decimals, count, rate, text, at, millis, duration, bytes, moment, number, table, row, facts, lossCell};
})();
