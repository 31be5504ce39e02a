// Who had each partition, and what was done to whom: bands over time. A band's kind shows in its thickness as well as in
// its colour.
const Lanes = (() => {
  'use strict';

  const {h, colour, isNumber, table} = Page;
  const ROW = 17;
  const KINDS = {
    fault: {label: 'fault', colour: 'fault', width: 11, type: 'solid'},
    leader: {label: 'leader', colour: 'leader', width: 12, type: 'solid'},
    inSync: {label: 'in sync', colour: 'in-sync', width: 6, type: 'solid'},
    eligible: {label: 'left the ISR, may still lead (ELR)', colour: 'in-sync', width: 6, type: [2, 3]},
    out: {label: 'not in sync', colour: 'muted', width: 1.5, type: [2, 3]},
    noLeader: {label: 'no leader', colour: 'fault', width: 12, type: [3, 3]},
    silent: {label: 'no broker answers', colour: 'muted', width: 12, type: [1, 5]},
  };
  const {seconds} = Words;

  // One entry for what was done at once, however many it was done to; in order of time, with a number.
  function faultsOf(run, axis) {
    const entries = [];
    (run.faults || []).forEach((span) => {
      const from = axis.ofIso(span.from);
      if (from === null) return;
      const to = span.to ? axis.ofIso(span.to) : null;
      const last = to === null ? axis.to : to;
      const same = entries.find((one) => one.fault === span.fault && one.kind === span.kind && Math.abs(one.from - from) < 2);
      const entry = same || {fault: span.fault, kind: String(span.kind), target: String(span.target || ''), from, to, spans: [], then: [], recovery: []};
      if (!same) entries.push(entry);
      entry.from = Math.min(entry.from, from);
      entry.to = entry.to === null || to === null ? null : Math.max(entry.to, to);
      entry.spans.push({subject: String(span.subject || ''), from, to: last});
      entry.recovery.push(...(run.recovery || []).filter((one) => one.subject === span.subject && one.kind === span.kind && one.at === span.from));
      const then = [span.text, span.undone].filter(Boolean).join(', later ');
      if (!entry.then.includes(then)) entry.then.push(then);
    });
    entries.sort((a, b) => a.from - b.from);
    entries.forEach((entry, i) => {
      entry.number = i + 1;
      entry.subjects = [...new Set(entry.spans.map((span) => span.subject))];
      entry.end = entry.to === null ? axis.to : entry.to;
    });
    return entries;
  }

  function kindOf(change, replica) {
    if (change.length === 1) return 'silent';
    const [, leader, , isr, elr] = change;
    if (leader < 0) return 'noLeader';
    if (leader === replica) return 'leader';
    if (isr.includes(replica)) return 'inSync';
    return elr && elr.includes(replica) ? 'eligible' : 'out';
  }

  // From when to when each replica was what.
  function bandsOf(partition, axis) {
    const bands = [];
    partition.replicas.forEach((replica) => {
      let open = null;
      partition.changes.forEach((change, i) => {
        const from = Math.max(axis.from, axis.at(change[0]));
        const to = i + 1 < partition.changes.length ? axis.at(partition.changes[i + 1][0]) : axis.to;
        const kind = kindOf(change, replica);
        const epoch = kind === 'leader' ? change[2] : null;
        if (open && open.kind === kind && open.epoch === epoch) {
          open.to = to;
        } else {
          open = {replica, kind, epoch, from, to};
          bands.push(open);
        }
      });
    });
    return bands;
  }

  function lanesOf(run, replication, faults, axis) {
    const lanes = [];
    [...new Set(faults.flatMap((fault) => fault.subjects))].forEach((subject) => {
      lanes.push({
        name: subject,
        bands: faults.flatMap((fault) => fault.spans.filter((span) => span.subject === subject)
          .map((span) => ({kind: 'fault', from: span.from, to: span.to, text: fault.number + ' ' + fault.kind, number: fault.number})))
          .sort((a, b) => a.from - b.from),
      });
    });
    const partitions = replication ? replication.partitions : [];
    partitions.forEach((partition) => {
      const bands = bandsOf(partition, axis);
      partition.replicas.forEach((replica, i) => lanes.push({
        name: (i === 0 || partitions.length > 1 ? 'p' + partition.partition + ' ' : '') + 'broker ' + replica,
        first: i === 0,
        bands: bands.filter((band) => band.replica === replica)
          .map((band) => ({...band, text: band.kind === 'leader' && band.epoch >= 0 ? 'epoch ' + band.epoch : ''})),
      }));
    });
    return lanes;
  }

  function stateAt(partition, axis, x) {
    const change = partition.changes.filter((one) => axis.at(one[0]) <= x).pop();
    if (!change) return 'not known yet';
    if (change.length === 1) return 'no broker answers';
    const [, leader, epoch, isr, elr] = change;
    return (leader < 0 ? 'no leader' : 'leader ' + leader + (epoch >= 0 ? ' in epoch ' + epoch : ''))
      + ', in sync ' + (isr.join(' ') || 'none') + (elr && elr.length ? ', may lead too ' + elr.join(' ') : '');
  }

  function tooltip(x, partitions, faults, axis) {
    const tip = h('div', {class: 'tip'}, h('div', null, seconds(x), h('b', null, axis.afterLoad ? 'after load start' : 'after the first sample')));
    partitions.forEach((partition) => tip.append(h('p', null, 'partition ' + partition.partition + ': ' + stateAt(partition, axis, x))));
    faults.filter((fault) => fault.from <= x && x <= Math.max(fault.end, fault.from + 0.2))
      .forEach((fault) => tip.append(h('p', null, 'fault ' + fault.number + ': ' + fault.kind + ' ' + fault.target)));
    return tip;
  }

  function option(lanes, partitions, faults, axis, base, pixels) {
    const width = axis.to - axis.from;
    const instant = (band) => band.to - band.from < width / 300;
    const names = lanes.map((lane, i) => i);
    const series = Object.entries(KINDS).map(([kind, style]) => ({
      name: style.label, type: 'line', symbol: 'none', silent: true, connectNulls: false, z: kind === 'fault' ? 4 : 3,
      data: lanes.flatMap((lane, i) => lane.bands.filter((band) => band.kind === kind && !(kind === 'fault' && instant(band)))
        .flatMap((band) => [[band.from, i], [band.to, i], [band.to, null]])),
      color: colour(style.colour), lineStyle: {color: colour(style.colour), width: style.width, type: style.type, cap: 'butt'},
    }));
    // Within the band where it has room, else behind it where that is free, else only its number.
    const perPixel = width / Math.max(1, pixels - 110);
    const takes = (text) => (6.6 * text.length + 8) * perPixel;
    const placed = (band, next) => {
      const free = (next ? next.from : axis.to) - band.to;
      const texts = band.kind === 'fault' ? [band.text, String(band.number)] : [band.text];
      for (const text of texts) {
        if (takes(text) < band.to - band.from) return {text, inside: true};
        if (band.kind === 'fault' && takes(text) < free) return {text, inside: false};
      }
      return null;
    };
    const label = (lane, i) => lane.bands.flatMap((band, j) => {
      const place = band.text ? placed(band, lane.bands[j + 1]) : null;
      const point = band.kind === 'fault' && instant(band);
      if (!place && !point) return [];
      return [{
        value: [place && !place.inside ? band.to : band.from, i], symbol: 'diamond', symbolSize: point ? 11 : 0.01,
        label: {
          show: Boolean(place), formatter: () => (place ? place.text : ''), position: 'right', distance: place && place.inside ? 3 : 5, fontSize: 11,
          color: place && place.inside ? colour('ground') : colour('ink'),
        },
      }];
    });
    series.push({
      name: 'names', type: 'scatter', silent: true, z: 6, color: colour('fault'), itemStyle: {color: colour('fault')},
      data: lanes.flatMap(label),
    });
    return {
      ...base,
      grid: {left: 8, right: 14, top: 6, bottom: 34, containLabel: true},
      tooltip: {...base.tooltip, formatter: (params) => tooltip(params[0].axisValue, partitions, faults, axis)},
      legend: {show: false},
      yAxis: {
        type: 'category', inverse: true, data: names, axisLine: {show: false}, axisTick: {show: false},
        splitLine: {show: true, interval: (i) => i > 0 && Boolean(lanes[i] && lanes[i].first), lineStyle: {color: colour('line')}},
        axisLabel: {color: colour('muted'), fontSize: 11, interval: 0, formatter: (i) => lanes[i].name},
      },
      series: [{
        type: 'line', symbol: 'none', lineStyle: {opacity: 0}, color: 'transparent', data: axis.x.map((x) => [x, 0]),
      }, ...series],
    };
  }

  function swatch(style) {
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    line.setAttribute('width', '26');
    line.setAttribute('height', '12');
    line.setAttribute('aria-hidden', 'true');
    const stroke = document.createElementNS('http://www.w3.org/2000/svg', 'line');
    Object.entries({x1: 0, y1: 6, x2: 26, y2: 6, 'stroke-width': style.width}).forEach(([name, value]) => stroke.setAttribute(name, String(value)));
    if (Array.isArray(style.type)) stroke.setAttribute('stroke-dasharray', style.type.join(' '));
    stroke.style.stroke = 'var(--' + style.colour + ')';
    line.append(stroke);
    return line;
  }

  function notes(replication, partitions, axis) {
    const result = [];
    const without = partitions.map((partition) => [partition.partition, partition.changes.reduce((sum, change, i) => {
      const to = i + 1 < partition.changes.length ? axis.at(partition.changes[i + 1][0]) : axis.to;
      return change.length > 1 && change[1] < 0 ? sum + to - axis.at(change[0]) : sum;
    }, 0)]).filter(([, time]) => time > 0);
    if (without.length) result.push('Without a leader, in all: ' + without.map(([number, time]) => 'partition ' + number + ' for ' + seconds(time)).join(', ') + '.');
    if (replication && replication.quiet) result.push(replication.quiet + ' more partition(s), whose leader and ISR never changed, are not drawn.');
    if (replication && replication.omitted) result.push(replication.omitted + ' more partition(s) are not drawn; they are in timeline.csv.');
    if (partitions.length) {
      result.push('As the cluster says it: a leader that has just died is still the leader until the controller has noticed.');
    }
    return result;
  }

  const electionsOf = (fault) => fault.recovery.flatMap((one) => one.elections || []);
  const silenceOf = (fault) => fault.recovery.map((one) => one.withoutAckMs).filter(isNumber).reduce((a, b) => Math.max(a, b), -1);
  const ascending = (values) => [...values].sort((a, b) => a - b);

  // How long it took until there were leaders again, over all faults.
  function recoveryNotes(faults) {
    const result = [];
    const elections = ascending(faults.flatMap(electionsOf).map((one) => one.afterMs / 1000).filter(isNumber));
    const silences = ascending(faults.map(silenceOf).filter((ms) => ms >= 0).map((ms) => ms / 1000));
    const say = (values) => (values.length === 1 ? seconds(values[0]) : seconds(values[Math.floor(values.length / 2)]) + ' in the median, ' + seconds(values[values.length - 1]) + ' at worst');
    if (elections.length) result.push("From a fault to a new leader, by the brokers' own logs: " + say(elections) + ' (' + elections.length + (elections.length === 1 ? ' election' : ' elections') + ').');
    if (silences.length) result.push('Longest time after a fault in which nothing was acknowledged: ' + say(silences) + '.');
    return result;
  }

  function faultTable(faults) {
    if (!faults.length) return null;
    const recovers = faults.some((fault) => fault.recovery.length);
    const elected = (fault) => electionsOf(fault).map((one) => 'partition ' + one.partition + ': broker ' + one.leader + ' after ' + seconds(one.afterMs / 1000) + (one.unclean ? ', unclean' : '')).join('; ');
    const content = table(['fault', 'what', 'to whom', 'from', 'until', 'then', ...(recovers ? ['new leaders', 'no acks for'] : [])], faults.map((fault) => h('tr', null,
      h('th', {scope: 'row'}, String(fault.number)),
      h('td', {class: 'text'}, fault.kind + (fault.target ? ' ' + fault.target : '')), h('td', {class: 'text'}, fault.subjects.join(', ')),
      h('td', {class: 'number'}, seconds(fault.from)), h('td', {class: 'number'}, fault.to === null ? 'the end' : seconds(fault.to)),
      h('td', {class: 'text'}, fault.then.join('; ')),
      recovers ? [h('td', {class: 'text'}, elected(fault)), h('td', {class: 'number'}, silenceOf(fault) < 0 ? '' : seconds(silenceOf(fault) / 1000))] : null)),
    'Faults, in seconds after the load began');
    return faults.length > 6 ? h('details', null, h('summary', null, 'What was done, and when (' + faults.length + ')'), content) : content;
  }

  function changeTable(partitions, axis) {
    if (!partitions.length) return null;
    const rows = partitions.flatMap((partition) => partition.changes.map((change) => [partition.partition, change]))
      .sort((a, b) => a[1][0] - b[1][0])
      .map(([number, change]) => h('tr', null, h('th', {scope: 'row'}, seconds(axis.at(change[0]))), h('td', {class: 'number'}, String(number)),
        ...(change.length === 1 ? [h('td', {class: 'text', colspan: 4}, 'no broker answers')] : [
          h('td', {class: 'number'}, change[1] < 0 ? 'none' : 'broker ' + change[1]), h('td', {class: 'number'}, change[2] < 0 ? '' : String(change[2])),
          h('td', {class: 'text'}, change[3].join(', ') || 'none'), h('td', {class: 'text'}, change[4] ? change[4].join(', ') || 'none' : 'not told')])));
    return h('details', null, h('summary', null, 'Leaders and in-sync replicas, change by change (' + rows.length + ')'),
      table(['time', 'partition', 'leader', 'epoch', 'in sync', 'may lead too'], rows, 'Leaders and in-sync replicas'));
  }

  /**
   * The bands of a run as a figure, and the same as tables; null where there is nothing to show. `base` is what all plots
   * of a run have in common, asked for whenever the figure is drawn.
   */
  function of(run, replication, faults, axis, name, base) {
    const partitions = replication ? replication.partitions : [];
    const quiet = partitions.every((partition) => partition.changes.length === 1);
    if (quiet && !faults.length) return null;
    const lanes = lanesOf(run, replication, faults, axis);
    if (!lanes.length) return null;
    const used = new Set(lanes.flatMap((lane) => lane.bands.map((band) => band.kind)));
    const canvas = h('div', {class: 'plot lanes', role: 'img', style: null});
    canvas.style.height = lanes.length * ROW + 46 + 'px';
    canvas.setAttribute('aria-label', 'Bands over time of ' + lanes.map((lane) => lane.name).join(', ') + '. The tables below say the same in words.');
    const box = h('figure', {class: 'wide'},
      h('figcaption', null, partitions.length ? (faults.length ? 'Faults, leaders and in-sync replicas' : 'Leaders and in-sync replicas') : 'Faults'),
      h('div', {class: 'legend static'}, Object.entries(KINDS).filter(([kind]) => used.has(kind)).map(([, style]) => h('span', null, swatch(style), style.label))),
      canvas, [...recoveryNotes(faults), ...notes(replication, partitions, axis)].map((note) => h('p', {class: 'plot-note'}, note)), faultTable(faults), changeTable(partitions, axis));
    let chart = null;
    return {
      box,
      draw(size) {
        if (chart) chart.dispose();
        chart = echarts.init(canvas, null, {renderer: 'canvas', ...size, ...(size ? {height: lanes.length * ROW + 46} : {})});
        chart.group = name;
        chart.setOption(option(lanes, partitions, faults, axis, base(size), size ? size.width : canvas.clientWidth));
      },
      resize: () => chart && chart.resize(),
    };
  }

  return {of, faultsOf};
})();
