// Numbers, sizes and times in words, and what the catalogue says of outcomes. Pure: nothing here knows an element; null
// stands for what was not measured.
const Words = (() => {
  'use strict';

  const NBSP = '\u00a0';
  const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);
  const at = (object, ...path) => path.reduce((value, field) => (value && typeof value === 'object' ? value[field] : undefined), object);

  // At most so many digits after the point, and a comma between thousands, whatever the reader's language.
  const decimals = (value, digits) => value.toLocaleString('en-US', {maximumFractionDigits: digits});
  const count = (value) => (isNumber(value) ? decimals(value, 0) : null);
  const rate = (value) => (isNumber(value) ? decimals(value, 1) + '/s' : null);
  const text = (value) => (value === undefined || value === null || value === '' ? null : String(value));
  const seconds = (value) => decimals(value, 2) + ' s';

  function millis(value) {
    if (!isNumber(value)) return null;
    return value >= 10000 ? decimals(value / 1000, 1) + ' s' : decimals(value, value >= 100 ? 0 : 1) + ' ms';
  }

  const DURATIONS = [['d', 86400000], ['h', 3600000], ['min', 60000], ['s', 1000], ['ms', 1]];

  // In the largest unit that needs no more than one digit after the point.
  function duration(ms) {
    if (!isNumber(ms)) return null;
    const [unit, size] = DURATIONS.find(([, one]) => ms >= one && ms % (one / 10) === 0) || ['ms', 1];
    return decimals(ms / size, 1) + ' ' + unit;
  }

  const SIZES = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

  function bytes(value) {
    if (!isNumber(value)) return null;
    let unit = 0;
    let scaled = value;
    while (Math.abs(scaled) >= 1024 && unit < SIZES.length - 1) {
      scaled /= 1024;
      unit++;
    }
    return decimals(scaled, unit ? 1 : 0) + ' ' + SIZES[unit];
  }

  // For an axis, where there is little room.
  function short(value) {
    const size = Math.abs(value);
    const scaled = (by, unit) => decimals(value / by, 1) + unit;
    return size >= 1e9 ? scaled(1e9, 'G') : size >= 1e6 ? scaled(1e6, 'M') : size >= 1e4 ? scaled(1e3, 'k') : decimals(value, 1);
  }

  // The end of an axis: the next round number.
  function niceTop(value) {
    if (!(value > 0)) return 1;
    const magnitude = 10 ** Math.floor(Math.log10(value));
    return [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((step) => step * magnitude).find((step) => step >= value);
  }

  // To the second, in UTC; null where it is no moment.
  function moment(iso) {
    const ms = Date.parse(iso);
    return Number.isNaN(ms) ? null : new Date(ms).toISOString().slice(0, 19).replace('T', ' ') + ' UTC';
  }

  // Seconds after the load began; null where that is not known.
  function sinceLoad(run, iso) {
    const load = (run.phases || []).find((phase) => phase.name === 'load');
    const ms = Date.parse(iso) - Date.parse(load ? load.from : '');
    return Number.isNaN(ms) ? null : (ms / 1000).toLocaleString('en-US', {minimumFractionDigits: 1, maximumFractionDigits: 1}) + ' s';
  }

  function runName(run, i, oneTrial) {
    const trial = isNumber(run.trial) && !oneTrial ? 'trial ' + run.trial : '';
    return [run.variant === 'default' ? '' : run.variant, trial].filter(Boolean).join(', ') || 'run' + NBSP + (i + 1);
  }

  // Offsets or none, for what never had one.
  const offset = (value) => (value < 0 ? 'none' : count(value));
  const rangeCount = (range) => count(isNumber(range.count) ? range.count : range.lastOffset - range.firstOffset + 1);
  const share = (part, whole) => (isNumber(part) && whole > 0 ? decimals(100 * part / whole, 1) + '%' : null);

  // Every setting by its path, in the order of the file.
  function flat(value, path) {
    if (value !== null && typeof value === 'object' && Object.keys(value).length) {
      return Object.entries(value).flatMap(([key, inner]) => flat(inner, path ? path + '.' + key : key));
    }
    return [[path, value !== null && typeof value === 'object' ? (Array.isArray(value) ? '[]' : '{}') : String(value)]];
  }

  // What the lab says of outcomes; a code that it does not know is shown among the losses rather than left out.
  function catalogue(outcomes) {
    const byCode = new Map(outcomes.map((outcome) => [outcome.code, outcome]));
    const kindOf = (code) => (byCode.has(code) ? byCode.get(code).kind : 'LOST');
    return {
      codes: outcomes.map((outcome) => outcome.code),
      knows: (code) => byCode.has(code),
      labelOf: (code) => (byCode.has(code) ? byCode.get(code).label : code),
      isLoss: (code) => kindOf(code) === 'LOST',
      mayBeRefused: (code) => kindOf(code) === 'LOST_UNLESS_REFUSED',
    };
  }

  return {isNumber, at, decimals, count, rate, text, seconds, millis, duration, bytes, short, niceTop, moment, sinceLoad, runName, offset, rangeCount, share, flat, catalogue};
})();
