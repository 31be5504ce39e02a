// The plots of one run over time. Needs the global `echarts`; draws into elements that it is given and asks nothing of
// the network. Everything from the data is put in as text, never as markup.
const Plots = (() => {
  'use strict';

  const DASHES = [[7, 4], 'solid', [2, 3], [10, 3, 2, 3]];
  const groupColour = (i) => 'group-' + (i % 4 + 1);
  const {colour, isNumber} = Page;

  const {decimals, seconds, short} = Words;
  const count = (value) => decimals(Math.round(value), 0);

  const UNITS = {
    rate: {text: (v) => count(v) + '/s', axis: short, scale: 1},
    records: {text: count, axis: short, scale: 1},
    latency: {
      text: (v) => (v >= 1e4 ? decimals(v / 1e3, 1) + ' s' : decimals(v, v < 10 ? 1 : 0) + ' ms'),
      axis: (v) => (v >= 1000 ? v / 1000 + ' s' : v + ' ms'), scale: 1, log: true,
    },
    size: (largest) => {
      const [unit, scale] = largest >= 2 ** 30 ? ['GiB', 2 ** 30] : largest >= 2 ** 20 ? ['MiB', 2 ** 20] : ['KiB', 2 ** 10];
      const text = (v) => decimals(v, unit === 'GiB' ? 3 : 1) + ' ' + unit;
      return {text, axis: text, scale};
    },
  };

  const max = (values) => values.reduce((a, b) => (isNumber(b) && (a === null || b > a) ? b : a), null);
  const min = (values) => values.reduce((a, b) => (isNumber(b) && (a === null || b < a) ? b : a), null);

  // Seconds after the load began; where that is unknown, after the first sample.
  function axisOf(run, timeline) {
    const load = (run.phases || []).find((phase) => phase.name === 'load');
    const start = load ? Date.parse(load.from) : NaN;
    const zero = Number.isNaN(start) ? timeline.at[0] : start;
    const at = (ms) => (ms - zero) / 1000;
    const from = at(timeline.at[0]);
    const to = at(timeline.at[timeline.at.length - 1]);
    const ofIso = (text) => {
      const ms = Date.parse(text);
      return Number.isNaN(ms) ? null : at(ms);
    };
    return {at, ofIso, from, to, x: timeline.at.map(at), afterLoad: !Number.isNaN(start)};
  }

  function bands(run, axis, faults) {
    const within = (from, to) => {
      const a = axis.ofIso(from);
      const b = to ? axis.ofIso(to) : axis.to;
      return a === null || b === null || b < axis.from || a > axis.to
        ? null : [Math.max(a, axis.from), Math.min(b, axis.to)];
    };
    const wideEnough = ([a, b], text) => (b - a) / (axis.to - axis.from) > 0.018 * text.length;
    const result = [];
    (run.phases || []).forEach((phase, i) => {
      const span = within(phase.from, phase.to);
      if (!span) return;
      const name = String(phase.name);
      result.push([{
        xAxis: span[0],
        itemStyle: {color: i % 2 === 0 ? colour('phase-band') : 'transparent'},
        label: {show: wideEnough(span, name), formatter: () => name, position: 'top', distance: 2, color: colour('muted'), fontSize: 11},
      }, {xAxis: span[1]}]);
    });
    faults.forEach((fault) => result.push([{xAxis: Math.max(axis.from, fault.from), itemStyle: {color: colour('fault-band')}, label: {show: false}}, {xAxis: Math.min(axis.to, fault.end)}]));
    return result;
  }

  // When records were being lost: from the samples where a service noticed it, else from the verdict.
  function lossSpans(run, timeline, axis, groups) {
    const spans = [];
    groups.forEach((group) => {
      const lost = timeline.columns[group + ':lost'];
      if (lost && max(lost) > 0) {
        let last = 0;
        let lastX = axis.from;
        lost.forEach((value, i) => {
          if (!isNumber(value)) return;
          if (value > last) spans.push([lastX, axis.x[i]]);
          last = value;
          lastX = axis.x[i];
        });
      } else {
        Object.values(lossTimes(run, group)).flat().forEach(([ms]) => spans.push([axis.at(ms), axis.at(ms) + 0.25]));
      }
    });
    spans.sort((a, b) => a[0] - b[0]);
    const joined = [];
    spans.forEach(([from, to]) => {
      const before = joined[joined.length - 1];
      if (before && from <= before[1] + 0.01) before[1] = Math.max(before[1], to);
      else joined.push([from, to]);
    });
    return joined;
  }

  const lossMarks = (run, group) => (((run.groups || {})[group] || {}).lossMarks || []);
  const lossTimes = (run, group) => (((run.groups || {})[group] || {}).lossTimes || {});

  function groupsOf(run, timeline) {
    const names = Object.keys(run.groups || {});
    Object.keys(timeline.columns).forEach((column) => {
      const colon = column.lastIndexOf(':');
      if (colon > 0 && !names.includes(column.slice(0, colon))) names.push(column.slice(0, colon));
    });
    return names;
  }

  // The plots of a run, as data: what is drawn, in which unit, and what a reader must know of it.
  function plotsOf(run, timeline, axis, labelOf) {
    const groups = groupsOf(run, timeline);
    const column = (name) => timeline.columns[name];
    const known = (series) => series.filter((one) => one.values && one.values.some(isNumber));
    const perGroup = (suffix, prefix = '') => groups.map((group, i) => (
      {name: prefix + group, values: column(group + ':' + suffix), colour: groupColour(i), dash: DASHES[i % 4]}));
    const limits = run.limits || {};
    const partitions = Math.max(1, (run.partitions || []).length);

    const plots = [];
    const delays = groups.map((group) => delayNote(group, column(group + ':delayMs'), axis)).filter(Boolean);
    plots.push({
      title: 'Records produced and processed per second', unit: UNITS.rate, fitsLoad: true, notes: delays,
      series: known([{name: 'produced', values: column('producedPerSecond'), colour: 'produced', dash: 'solid', beneath: true},
        ...perGroup('processedPerSecond')]),
    });
    const onLog = 'The scale is logarithmic. Each point is about a second; where nothing was done in it, there is none.';
    const points = (prefix, names, style) => names.map(([suffix, label], i) => (
      {name: label, values: column(prefix + suffix), colour: style(i), dash: [[2, 3], 'solid', [7, 4]][i]}));
    plots.push({
      title: 'Latency of sending: from the intended time to the acknowledgement', unit: UNITS.latency, notes: [onLog],
      series: known(points('send', [['P50Ms', 'p50'], ['P99Ms', 'p99'], ['MaxMs', 'worst']], () => 'produced')),
    });
    plots.push({
      title: 'Latency end to end: from the intended time until processed', unit: UNITS.latency, notes: [onLog],
      series: known(groups.flatMap((group, g) => points(group + ':latency', [['P50Ms', group + ', p50'], ['P99Ms', group + ', p99']], () => groupColour(g)))),
    });
    plots.push({
      title: 'Lag: records at hand that the group has not processed', unit: UNITS.records, notes: [],
      series: known(perGroup('lag')),
    });
    plots.push({
      title: 'Lead: records between the start of the log and the group', unit: UNITS.records,
      notes: ['Below zero, retention has deleted what the group had not processed yet.'], zero: true,
      series: known(perGroup('lead')),
    });

    const size = column('logSizeBytes');
    const sizeNotes = [];
    const largest = size ? max(size) : null;
    const lines = [];
    if (isNumber(limits.retentionBytes) && limits.retentionBytes >= 0) {
      const limit = limits.retentionBytes * partitions;
      const ceiling = isNumber(limits.segmentBytes) ? limit + limits.segmentBytes * partitions : null;
      const of = partitions > 1 ? ' x ' + partitions + ' partitions' : '';
      const unit = UNITS.size(limit);
      const text = unit.text(limit / unit.scale);
      if (largest !== null && limit <= 3 * largest) {
        lines.push({value: limit, name: 'retention.bytes'});
      } else {
        sizeNotes.push('The limit, retention.bytes' + of + ' = ' + text + ', is above this plot: nothing was deleted for size.');
      }
      if (ceiling !== null) {
        sizeNotes.push('Whole segments are deleted, so the log may grow to retention.bytes + segment.bytes' + of + ' = '
          + unit.text(ceiling / unit.scale) + ', and further between two checks.');
        if (largest !== null && ceiling <= 3 * largest) lines.push({value: ceiling, name: '+ segment.bytes'});
      }
    }
    plots.push({
      title: 'Size of the log', unit: UNITS.size(largest || 1), notes: sizeNotes, lines,
      series: known([{name: 'log', values: size, colour: 'produced', dash: 'solid', area: true}]),
    });

    const start = column('logStartOffset');
    // Not log start plus lead: the two are sampled at different moments, and the sum would be ahead of the log.
    const position = (group, i) => {
      const known = column(group + ':processedTo');
      return {
        name: (known ? 'processed by ' : 'committed by ') + group, values: known || column(group + ':committed'),
        colour: groupColour(i), dash: DASHES[i % 4],
      };
    };
    const lostSeries = groups.map((group) => lostOffsets(run, group, axis, start, partitions)).filter(Boolean);
    plots.push({
      title: 'Where the log begins and ends, and where each group is in it', unit: UNITS.records, wide: true,
      notes: lostSeries.length
        ? [partitions > 1
          ? 'Offsets are sums over ' + partitions + ' partitions. Diamonds: when records were lost, at the start of the log.'
          : 'Vertical bars: the offsets that were lost, at the time they were lost.']
        : [],
      series: known([
        {name: 'log end', values: column('logEndOffset'), colour: 'produced', dash: 'solid', beneath: true},
        {name: 'log start', values: start, colour: 'produced', dash: [9, 5], beneath: true},
        ...groups.map(position),
      ]).concat(lostSeries),
    });

    const losses = groups.flatMap((group, i) => cumulativeLosses(run, group, i, timeline, axis, labelOf));
    if (losses.length) {
      plots.push({title: 'Records lost so far, by cause', unit: UNITS.records, wide: true, notes: ['At the time the loss was sealed: when nothing could bring the record back.'], series: losses});
    }
    return {plots, groups};
  }

  function delayNote(group, delays, axis) {
    if (!delays) return null;
    const changes = [];
    delays.forEach((delay, i) => {
      if (isNumber(delay) && (!changes.length || changes[changes.length - 1][0] !== delay)) changes.push([delay, axis.x[i]]);
    });
    if (!changes.length || changes.every(([delay]) => delay === 0)) return null;
    const steps = changes.slice(0, 6).map(([delay, x], i) => delay + ' ms' + (i ? ' from ' + seconds(x) : ''));
    return 'Delay per record of ' + group + ': ' + steps.join(', ') + (changes.length > 6 ? ', and further changes' : '') + '.';
  }

  function lostOffsets(run, group, axis, start, partitions) {
    const marks = lossMarks(run, group);
    if (!marks.length) return null;
    const base = {name: 'lost to ' + group, colour: 'loss', loss: true, noMax: true};
    if (partitions === 1) {
      const points = marks.filter(([, , , first]) => first >= 0).flatMap(([ms, , , first, last]) => [[axis.at(ms), first], [axis.at(ms), last + 1], [axis.at(ms), null]]);
      return points.length ? {...base, points, dash: 'solid', width: 3} : null;
    }
    const startAt = (x) => {
      let i = axis.x.findIndex((other) => other >= x);
      if (i < 0) i = axis.x.length - 1;
      return start && isNumber(start[i]) ? start[i] : 0;
    };
    return {...base, points: marks.map(([ms]) => [axis.at(ms), startAt(axis.at(ms))]), scatter: true};
  }

  function cumulativeLosses(run, group, i, timeline, axis, labelOf) {
    const causes = Object.entries(lossTimes(run, group)).map(([cause, moments], j) => {
      let total = 0;
      const points = [[axis.from, 0], ...moments.map(([ms, records]) => [axis.at(ms), total += records]), [axis.to, total]];
      return {name: group + ': ' + labelOf(cause), colour: groupColour(i), dash: ['solid', ...DASHES][(i + j) % 4], step: true, width: 2.5, points};
    });
    const sampled = timeline.columns[group + ':lost'];
    if (causes.length || !sampled || !(max(sampled) > 0)) return causes;
    return [{name: group + ', as it noticed itself', colour: groupColour(i), dash: DASHES[i % 4], step: true, width: 2.5, values: sampled}];
  }

  const pointsOf = (series, axis, {scale, log}) => (series.points || series.values.map((value, i) => [axis.x[i], value]))
    .map(([x, y]) => [x, isNumber(y) && (!log || y > 0) ? y / scale : null]);

  function swatch(series) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('width', '26');
    svg.setAttribute('height', '10');
    svg.setAttribute('aria-hidden', 'true');
    const shape = document.createElementNS('http://www.w3.org/2000/svg', series.scatter ? 'circle' : 'line');
    const attributes = series.scatter ? {cx: 13, cy: 5, r: 4} : {x1: 0, y1: 5, x2: 26, y2: 5, 'stroke-width': series.beneath ? 5 : series.loss ? 4 : 2.5, 'stroke-opacity': series.beneath ? 0.35 : 1};
    Object.entries(attributes).forEach(([key, value]) => shape.setAttribute(key, String(value)));
    if (Array.isArray(series.dash)) shape.setAttribute('stroke-dasharray', series.dash.join(' '));
    shape.style.stroke = shape.style.fill = 'var(--' + series.colour + ')';
    svg.append(shape);
    return svg;
  }

  function tooltip(plot, axis, params) {
    const tip = document.createElement('div');
    tip.className = 'tip';
    const line = (name, value) => {
      const row = document.createElement('div');
      const label = document.createElement('span');
      const number = document.createElement('b');
      label.textContent = name;
      number.textContent = value;
      row.append(label, number);
      tip.append(row);
    };
    const shown = params.filter((one) => one.value && isNumber(one.value[1]));
    if (!shown.length) return '';
    line(seconds(shown[0].value[0]), axis.afterLoad ? 'after load start' : 'after the first sample');
    const seen = new Set();
    shown.forEach((one) => {
      const series = plot.series[one.seriesIndex - 1];
      if (!series || seen.has(series.name) || series.loss) return;
      seen.add(series.name);
      line(series.name, plot.unit.text(one.value[1]));
    });
    return tip;
  }

  // What all plots over time of a run have in common.
  function base(axis, size) {
    const text = {color: colour('muted'), fontSize: 11};
    const rule = {lineStyle: {color: colour('line')}};
    return {
      animation: false,
      textStyle: {fontFamily: getComputedStyle(document.body).fontFamily},
      tooltip: {
        trigger: 'axis', confine: true, backgroundColor: colour('panel'), borderColor: colour('line'), padding: 8,
        axisPointer: {lineStyle: {color: colour('muted')}},
      },
      xAxis: {
        type: 'value', min: axis.from, max: axis.to, axisLabel: {...text, formatter: (v) => seconds(v), showMinLabel: false, showMaxLabel: false, hideOverlap: true},
        axisLine: {onZero: false, ...rule}, axisTick: rule, splitLine: {show: false},
      },
      // on paper nobody zooms
      dataZoom: size ? [] : [
        {type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: 'ctrl', moveOnMouseWheel: false, preventDefaultMouseMove: false},
        {
          type: 'slider', filterMode: 'none', height: 14, bottom: 6, left: 46, right: 30, showDetail: false, brushSelect: false, showDataShadow: false,
          borderColor: colour('line'), fillerColor: colour('phase-band'), handleStyle: {color: colour('ground'), borderColor: colour('muted')}, moveHandleSize: 0,
        },
      ],
    };
  }

  function marks(plot, faults, axis, pixels) {
    const halo = {color: colour('ink'), fontSize: 11, textBorderColor: colour('ground'), textBorderWidth: 3};
    const few = faults.length * 26 < pixels;
    return [
      ...(plot.lines || []).map((line, i) => ({
        yAxis: line.value / plot.unit.scale, lineStyle: {color: colour('limit'), type: i ? 'dotted' : 'dashed', width: 1.5},
        label: {formatter: () => line.name, position: i ? 'insideStartTop' : 'insideStartBottom', ...halo},
      })),
      ...(plot.zero ? [{yAxis: 0, lineStyle: {color: colour('limit'), type: 'solid', width: 1}, label: {show: false}}] : []),
      ...faults.filter((fault) => fault.from >= axis.from && fault.from <= axis.to).map((fault) => ({
        xAxis: fault.from, lineStyle: {color: colour('fault'), type: 'solid', width: 1.2},
        label: {show: few, formatter: () => String(fault.number), position: 'insideEndTop', rotate: 0, distance: [2, -8], ...halo, color: colour('fault')},
      })),
    ];
  }

  function option(plot, axis, faults, phaseBands, spansOfLoss, top, pixels, size) {
    const text = {color: colour('muted'), fontSize: 11};
    const lossAreas = spansOfLoss.map(([from, to]) => [
      {xAxis: from, itemStyle: {color: colour('loss-band')}, label: {show: false}}, {xAxis: to}]);
    const highestLine = max((plot.lines || []).map((line) => line.value / plot.unit.scale * 1.06));
    const values = plot.series.flatMap((series) => (series.points ? series.points.map(([, y]) => y) : series.values));
    const least = plot.unit.log ? min(values.filter((value) => value > 0)) || 1 : 0;
    const carrier = {
      type: 'line', data: [[axis.from, highestLine || least], [axis.to, least]], symbol: 'none', silent: true, lineStyle: {opacity: 0}, tooltip: {show: false},
      markArea: {silent: true, animation: false, data: [...phaseBands, ...lossAreas]},
      markLine: {silent: true, animation: false, symbol: 'none', data: marks(plot, faults, axis, pixels)},
    };
    const common = base(axis, size);
    return {
      ...common,
      grid: {left: 8, right: 14, top: 22, bottom: size ? 8 : 34, containLabel: true},
      tooltip: {...common.tooltip, formatter: (params) => tooltip(plot, axis, params)},
      legend: {show: false, data: plot.series.map((series) => series.name)},
      yAxis: {
        type: plot.unit.log ? 'log' : 'value', max: top, axisLine: {show: false}, axisTick: {show: false},
        axisLabel: {...text, formatter: plot.unit.axis, hideOverlap: true}, splitLine: {lineStyle: {color: colour('line')}}, splitNumber: 4,
      },
      series: [carrier, ...plot.series.map((series) => ({
        name: series.name, type: series.scatter ? 'scatter' : 'line', symbol: series.scatter ? 'diamond' : 'none', symbolSize: 9,
        step: series.step ? 'end' : false, connectNulls: false, data: pointsOf(series, axis, plot.unit),
        color: colour(series.colour), lineStyle: {color: colour(series.colour), width: series.beneath ? 5 : series.width || 1.8, opacity: series.beneath ? 0.35 : 1, type: series.dash},
        areaStyle: series.area ? {color: colour(series.colour), opacity: 0.12} : undefined, z: series.loss ? 4 : 3,
      }))],
    };
  }

  // A short burst (the drain) may dwarf the load; the plot then fits the load, says so, and can be told otherwise.
  function topOfLoad(plot, run, axis) {
    const load = (run.phases || []).find((phase) => phase.name === 'load');
    if (!plot.fitsLoad || !load) return null;
    const from = axis.ofIso(load.from);
    const to = axis.ofIso(load.to) ?? axis.to;
    let within = 0;
    let highest = {value: 0, name: ''};
    plot.series.forEach((series) => series.values.forEach((value, i) => {
      if (!isNumber(value)) return;
      if (axis.x[i] >= from && axis.x[i] <= to) within = Math.max(within, value);
      if (value > highest.value) highest = {value, name: series.name};
    }));
    return within > 0 && highest.value > 2 * within ? {top: Words.niceTop(within * 1.1), highest} : null;
  }

  function figure(plot, run, axis, faults, phaseBands, spansOfLoss, name) {
    const box = document.createElement('figure');
    if (plot.wide) box.className = 'wide';
    const caption = document.createElement('figcaption');
    caption.textContent = plot.title;
    const legend = document.createElement('div');
    legend.className = 'legend';
    const canvas = document.createElement('div');
    canvas.className = 'plot';
    canvas.setAttribute('role', 'img');
    box.append(caption, legend, canvas);
    const note = (text) => {
      const p = document.createElement('p');
      p.className = 'plot-note';
      p.textContent = text;
      box.append(p);
      return p;
    };
    if (!plot.series.length) {
      canvas.remove();
      note('Not measured.');
      return {box, draw() {}, resize() {}};
    }
    const clipped = topOfLoad(plot, run, axis);
    let top = clipped ? clipped.top : null;
    let chart = null;
    // The other plots of the run follow a zoom, but not this.
    const toggle = (series, on) => chart && chart.dispatchAction({type: on ? 'legendSelect' : 'legendUnSelect', name: series, escapeConnect: true});
    const draw = (size) => {
      if (chart) chart.dispose();
      chart = echarts.init(canvas, null, {renderer: 'canvas', ...size});
      chart.group = name;
      chart.setOption(option(plot, axis, faults, phaseBands(), spansOfLoss, top, size ? size.width : canvas.clientWidth, size));
      legend.querySelectorAll('button').forEach((button) => {
        if (button.getAttribute('aria-pressed') === 'false') toggle(button.dataset.name, false);
      });
    };
    const summary = [];
    plot.series.forEach((series) => {
      const largest = series.noMax ? null : max(series.points ? series.points.map(([, y]) => y) : series.values);
      const smallest = plot.zero ? min(series.values) : null;
      const button = document.createElement('button');
      button.type = 'button';
      button.dataset.name = series.name;
      button.setAttribute('aria-pressed', 'true');
      const text = document.createElement('span');
      const extent = smallest !== null ? ', least ' + plot.unit.text(smallest / plot.unit.scale)
        : largest !== null ? ', most ' + plot.unit.text(largest / plot.unit.scale) : '';
      const muted = document.createElement('span');
      muted.className = 'muted';
      muted.textContent = extent;
      text.append(series.name, muted);
      summary.push(series.name + extent);
      button.append(swatch(series), text);
      button.addEventListener('click', () => {
        const on = button.getAttribute('aria-pressed') !== 'true';
        button.setAttribute('aria-pressed', String(on));
        toggle(series.name, on);
      });
      legend.append(button);
    });
    canvas.setAttribute('aria-label', plot.title + '. ' + summary.join('; '));
    if (clipped) {
      const reached = clipped.highest.name + ' reached ' + plot.unit.text(clipped.highest.value) + ' outside of the load phase';
      const p = note('');
      const words = document.createElement('span');
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'screen';
      const say = () => {
        words.textContent = top === null ? 'Not cut off: ' + reached + '. ' : 'Cut off at ' + plot.unit.text(top) + ': ' + reached + '. ';
        button.textContent = top === null ? 'Fit the load' : 'Show all';
      };
      button.addEventListener('click', () => {
        top = top === null ? clipped.top : null;
        say();
        draw();
      });
      say();
      p.append(words);
      p.append(button);
    }
    plot.notes.forEach(note);
    return {box, draw, resize: () => chart && chart.resize()};
  }

  /**
   * Draws all plots of a run into `container`. Call `draw` when it becomes visible, and again when the colours changed;
   * `resize` when its width did. `labelOf` names a cause.
   */
  function of(container, run, timeline, replication, name, labelOf) {
    const axis = axisOf(run, timeline);
    const faults = Lanes.faultsOf(run, axis);
    const {plots, groups} = plotsOf(run, timeline, axis, labelOf);
    const spansOfLoss = lossSpans(run, timeline, axis, groups);
    const lanes = Lanes.of(run, replication, faults, axis, name, (size) => base(axis, size));
    const figures = plots.map((plot) => figure(plot, run, axis, faults, () => bands(run, axis, faults), spansOfLoss, name));
    if (lanes) figures.unshift(lanes);
    container.append(...figures.map((one) => one.box));
    return {
      hasLoss: spansOfLoss.length > 0,
      hasFaults: faults.length > 0,
      afterLoad: axis.afterLoad,
      draw(size) {
        figures.forEach((one) => one.draw(size));
        echarts.connect(name);
      },
      resize() {
        figures.forEach((one) => one.resize());
      },
    };
  }

  return {of};
})();
