// Elements, numbers and tables of the page. Everything is put in as text, never as markup; what is missing is shown as
// "not measured", never as 0.
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
  const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);
  const unknown = () => h('span', {class: 'unknown'}, 'not measured');
  const decimals = (value, digits) => value.toLocaleString('en-US', {maximumFractionDigits: digits});
  const count = (value) => (isNumber(value) ? decimals(value, 0) : unknown());
  const rate = (value) => (isNumber(value) ? decimals(value, 1) + '/s' : unknown());
  const text = (value) => (value === undefined || value === null || value === '' ? unknown() : String(value));
  const at = (object, ...path) => path.reduce((value, field) => (value && typeof value === 'object' ? value[field] : undefined), object);

  function millis(value) {
    if (!isNumber(value)) return unknown();
    return value >= 10000 ? decimals(value / 1000, 1) + ' s' : decimals(value, value >= 100 ? 0 : 1) + ' ms';
  }

  function duration(ms) {
    if (!isNumber(ms)) return unknown();
    const [unit, size] = [['d', 86400000], ['h', 3600000], ['min', 60000], ['s', 1000], ['ms', 1]].find(([, one]) => ms >= one && ms % (one / 10) === 0) || ['ms', 1];
    return h('span', {title: decimals(ms, 0) + ' ms'}, decimals(ms / size, 1) + ' ' + unit);
  }

  function bytes(value) {
    if (!isNumber(value)) return unknown();
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
    let unit = 0;
    let scaled = value;
    while (Math.abs(scaled) >= 1024 && unit < units.length - 1) {
      scaled /= 1024;
      unit++;
    }
    return h('span', {title: decimals(value, 0) + ' bytes'}, decimals(scaled, unit ? 1 : 0) + ' ' + units[unit]);
  }

  // To the second, in UTC; the whole of it on hover.
  function moment(iso) {
    const ms = Date.parse(iso);
    return Number.isNaN(ms) ? text(iso) : h('span', {title: String(iso)}, new Date(ms).toISOString().slice(0, 19).replace('T', ' ') + ' UTC');
  }

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
