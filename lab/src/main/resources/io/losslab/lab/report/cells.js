// What a cell of the table of combinations says, and how variants compare, in words. Pure, like Words.
const Cells = (() => {
  'use strict';

  const {isNumber, decimals} = Words;

  const STATES = {
    kept: {sign: '\u2713', word: 'as promised'},
    allowed: {sign: '\u25d0', word: 'lost, and no promise broken'},
    broken: {sign: '\u2717', word: 'NOT as promised'},
    invalid: {sign: '?', word: 'no verdict'},
    unjudged: {sign: '\u00b7', word: 'nothing promised'},
    leftOut: {sign: '\u2013', word: 'Kafka refuses it'},
    notRun: {sign: '\u2013', word: 'not run'},
  };

  const stateOf = (cell) => (cell.state === 'held' ? (cell.mostLost > 0 ? 'allowed' : 'kept') : cell.state);

  // One trial is one incident: the worst of them is what an incident can cost.
  function lost(cell) {
    if (!isNumber(cell.mostLost)) return 'loss not measured';
    return (cell.runs.length > 1 && cell.mostLost > 0 ? 'up to ' : '') + decimals(cell.mostLost, 0) + ' lost' + (cell.onlyAcknowledged ? ' after its ack' : '');
  }

  // Whether the worst was the rule or the exception; null where there is nothing to tell.
  const trials = (cell) => (cell.runs.length > 1 && cell.mostLost > 0
    ? 'in ' + decimals(cell.losing, 0) + ' of ' + decimals(cell.runs.length, 0) + ' trials, ' + decimals(cell.totalLost, 0) + ' in all' : null);

  // Of what was stored, where anything was: that a send failed explains no loss of a stored record.
  function causes(cell, outcomes) {
    const codes = Object.keys(cell.causes || {});
    const stored = codes.filter((code) => !outcomes.mayBeRefused(code));
    return cell.mostLost > 0 ? (stored.length ? stored : codes).map(outcomes.labelOf) : [];
  }

  const cameTo = (cell, outcomes) => [STATES[stateOf(cell)].word, lost(cell), trials(cell)].filter(Boolean).join(', ')
    + (causes(cell, outcomes).length ? ': ' + causes(cell, outcomes).join(', ') : '');

  // Every combination of the dimensions' values, the outermost slowest.
  const combinations = (dimensions) => dimensions.reduce((all, dimension) => all.flatMap((before) => dimension.values.map((value) => [...before, value])), [[]]);

  const nameOf = (dimensions, values) => dimensions.map((dimension, i) => dimension.key + '=' + values[i]).join(', ');

  // What was left out is known by its name only, whose parts may come in another order. Undefined where it was not left out.
  const reasonOf = (refused, dimensions, values) => [...refused]
    .filter(([name]) => dimensions.every((dimension, i) => name.split(/,(?=[\w.\-]+=)/).includes(dimension.key + '=' + values[i])))
    .map(([, reason]) => reason)[0];

  // From 0, so that lengths can be compared; by powers of ten where that would press all but one against the edge.
  function scaleOf(values) {
    const known = values.filter(Boolean);
    const most = Math.max(...known.map((value) => value.max));
    const medians = known.map((value) => value.median).sort((a, b) => a - b);
    const least = Math.min(...known.map((value) => value.min));
    if (least > 0 && most > 30 * medians[Math.floor(medians.length / 2)]) {
      const decades = Math.log10(most / least);
      return {log: true, of: (number) => Math.log10(number / least) / decades};
    }
    return {log: false, of: (number) => (most > 0 ? number / most : 0)};
  }

  function difference(value, first) {
    if (!first) return '';
    if (value === first) return 'compared with';
    if (value.differs === null) return 'one trial: not known';
    if (!value.differs) return 'no difference';
    if (first.median <= 0) return 'a difference';
    if (value.median === 0) return 'a difference: down to 0';
    const times = value.median / first.median;
    return 'a difference: ' + (times >= 2 || times <= 0.5 ? decimals(times, times < 0.1 ? 3 : times < 10 ? 2 : 0) + ' times'
      : (times > 1 ? '+' : '\u2212') + decimals(Math.abs(times - 1) * 100, Math.abs(times - 1) < 0.1 ? 1 : 0) + '%');
  }

  return {STATES, stateOf, lost, trials, causes, cameTo, combinations, nameOf, reasonOf, scaleOf, difference};
})();
