// Builds the page from the data in it. Everything from the data is put in as text, never as markup; what is missing is
// shown as "not measured", never as 0.
(() => {
  'use strict';

  const data = JSON.parse(document.getElementById('data').textContent);
  const result = data.result;
  const runs = Array.isArray(result.runs) ? result.runs : [];
  const outcomes = Words.catalogue(data.outcomes);

  const {h, isNumber, unknown, decimals, count, rate, text, at, millis, duration, bytes, moment, number, table, row, facts, lossCell} = Page;

  function time(run, iso) {
    if (!iso) return unknown();
    const since = Words.sinceLoad(run, iso);
    return h('span', {title: String(iso)}, since === null ? String(iso) : since);
  }

  const oneTrial = runs.every((run) => run.trial === undefined || run.trial === 1);

  const runName = (run, i) => Words.runName(run, i, oneTrial);

  const groupsOf = (run) => Object.entries(run.groups || {});

  function balanceSheet(run) {
    const groups = groupsOf(run);
    const each = (cell) => groups.map(([, group]) => cell(group || {}));
    const outcome = (code) => (group) => at(group, 'outcomes', code) || 0;
    const occurs = (code) => groups.some(([, group]) => at(group, 'outcomes', code) > 0);
    const codes = outcomes.codes
      .concat([...new Set(groups.flatMap(([, group]) => Object.keys((group && group.outcomes) || {})))].filter((code) => !outcomes.knows(code)));
    const rows = [row('intended records', groups.map(() => count(at(run, 'produced', 'intended'))), 'total')];
    rows.push(row('processed', each((group) => count(group.processed)), 'part'));
    codes.filter((code) => code !== 'processed' && code !== 'in-flight' && occurs(code)).forEach((code) => {
      const isLoss = outcomes.isLoss(code);
      const name = outcomes.labelOf(code);
      const label = h('span', null, (isLoss ? 'lost: ' : '') + name, name !== code ? h('span', {class: 'muted'}, ' (' + code + ')') : null);
      rows.push(row(label, each((group) => (isLoss ? lossCell(outcome(code)(group)) : count(outcome(code)(group)))), 'part'));
    });
    rows.push(row('in flight at the end', each((group) => count(group.inFlight)), 'part'));
    rows.push(row('unexplained', each((group) => lossCell(group.unexplained)), 'total'));
    rows.push(row('lost in all', each((group) => lossCell(group.lost))));
    rows.push(row('first loss, after load start', each((group) => (group.lost === 0 ? 'none' : time(run, group.firstLossAt)))));
    rows.push(row('bytes lost', each((group) => bytes(group.lostBytes))));
    rows.push(row('gaps seen', each((group) => count(group.gaps))));
    rows.push(row('duplicates', each((group) => count(group.duplicates))));
    rows.push(row('out of order', each((group) => count(group.outOfOrder))));
    rows.push(row('corrupt', each((group) => count(group.corrupt))));
    rows.push(row('largest lag', each((group) => count(group.maxLag))));
    rows.push(row('least lead', each((group) => count(group.minLead))));
    return groups.length
      ? table(['Records', ...groups.map(([name]) => name)], rows, 'Balance sheet')
      : h('p', {class: 'unknown'}, 'No consumer group took part.');
  }

  function latencies(run) {
    const points = ['p50', 'p99', 'p999', 'max'];
    const line = (label, values) => row(label, points.map((point) => millis(at(values, point))));
    return table(['from intended send until', 'p50', 'p99', 'p99.9', 'max'], [
      line('acknowledged (send)', at(run, 'load', 'sendLatencyMs')),
      ...groupsOf(run).map(([name, group]) => line('processed by ' + name, at(group, 'endToEndLatencyMs'))),
    ], 'Latencies');
  }

  function load(run) {
    return facts([
      ['asked for', rate(at(run, 'load', 'targetTps'))], ['achieved', rate(at(run, 'load', 'achievedTps'))],
      ['intended records', count(at(run, 'produced', 'intended'))], ['acknowledged', count(at(run, 'produced', 'acked'))],
      ['failed', count(at(run, 'produced', 'failed'))], ['indeterminate', count(at(run, 'produced', 'indeterminate'))],
    ], 'Load');
  }

  function disk(run) {
    const limits = run.limits || {};
    const unlimited = (value, shown) => (value === null ? 'not set' : value < 0 ? 'no limit' : shown(value));
    return facts([
      ['log at most', bytes(at(run, 'disk', 'maxLogBytes'))], ['log at the end', bytes(at(run, 'disk', 'finalLogBytes'))],
      ['values written', bytes(at(run, 'disk', 'writtenBytes'))], ['retention.bytes', unlimited(limits.retentionBytes, bytes)],
      ['segment.bytes', unlimited(limits.segmentBytes, bytes)], ['retention.ms', unlimited(limits.retentionMs, duration)],
    ], 'Disk');
  }

  function lostRanges(run) {
    return groupsOf(run).filter(([, group]) => group && (group.lostRangesTotal || group.lost > 0)).map(([name, group]) => {
      const shown = group.lostRanges || [];
      const total = group.lostRangesTotal || 0;
      if (!total) return h('p', null, name + ': the ranges that were lost were ', unknown(), '.');
      const rest = total - shown.length;
      return h('details', {open: shown.length <= 12},
        h('summary', null, name + ': ' + decimals(total, 0) + (total === 1 ? ' range' : ' ranges')),
        table(['partition', 'first offset', 'last offset', 'records', 'after load start', 'cause'], shown.map((range) => row(count(range.partition), [
          Words.offset(range.firstOffset), Words.offset(range.lastOffset),
          Words.rangeCount(range),
          time(run, range.at),
        ], null, h('td', {class: 'text'}, text(range.cause), range.detail ? ': ' + range.detail : null))), 'Ranges lost to ' + name),
        rest > 0 ? h('p', {class: 'muted'}, 'and ' + decimals(rest, 0) + ' more, all in the list of `losslab lost`.') : null);
    });
  }

  function evidence(run) {
    if (!Array.isArray(run.evidence)) return h('p', null, unknown());
    return table(['stream', 'entries', 'bytes', 'state', 'file'], run.evidence.map((stream) => h('tr', null,
      h('th', {scope: 'row'}, text(stream.stream)),
      number(stream.entries === undefined ? '' : count(stream.entries)), number(stream.bytes === undefined ? '' : bytes(stream.bytes)),
      h('td', {class: 'text'}, text(stream.state)), h('td', {class: 'text'}, h('code', null, text(stream.file))))), 'Evidence');
  }

  function failures(run) {
    const kinds = Object.entries(at(run, 'load', 'failures') || {}).filter(([, times]) => times > 0);
    return kinds.length ? [h('h3', null, 'Why sends failed'), facts(kinds.map(([kind, times]) => [kind, count(times)]), 'Failures')] : null;
  }

  function settings(run) {
    const pairs = Object.entries(at(run, 'load', 'settings') || {});
    return pairs.length ? h('details', {class: 'on-paper'}, h('summary', null, 'Settings of the producer'),
      facts(pairs.map(([key, value]) => [h('code', null, key), h('code', null, text(value))]), 'Settings of the producer')) : null;
  }

  function surroundings(run) {
    return facts([
      ['Kafka', h('span', null, text(run.kafkaVersion), ', ', count(run.brokers), run.brokers === 1 ? ' broker' : ' brokers', ' at ', h('code', null, text(run.bootstrapServers)))],
      ['topic', h('span', null, h('code', null, text(run.topic)), ', ', Array.isArray(run.partitions) ? count(run.partitions.length) : unknown(),
        ' partition(s), replication factor ', count(run.replicationFactor))],
      ['run', h('code', null, text(run.runId))],
      ['time', h('span', null, moment(run.startedAt), ' to ', moment(run.endedAt))],
      ...groupsOf(run).map(([name, group]) => [name, h('span', null, text(at(group, 'app')), ', instances: ',
        Array.isArray(at(group, 'instances')) ? group.instances.join(', ') : text(at(group, 'instances')))]),
    ], 'The run');
  }

  function partitions(run) {
    if (!Array.isArray(run.partitions) || !run.partitions.length) return null;
    const columns = [['logStartOffset', 'log start'], ['endOffset', 'log end'], ['witnessedFrom', 'witness from'], ['witnessedTo', 'to'], ['leader', 'leader'], ['isr', 'in sync']]
      .filter(([field]) => run.partitions.some((one) => one[field] !== undefined));
    const cell = (value) => (Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : count(value));
    return table(['partition', ...columns.map(([, label]) => label)],
      run.partitions.map((one) => row(count(one.partition), columns.map(([field]) => cell(one[field])))), 'Partitions at the end');
  }

  const more = (run, list) => (run[list + 'Total'] > run[list].length
    ? h('p', {class: 'muted'}, 'and ' + decimals(run[list + 'Total'] - run[list].length, 0) + ' more, all in result.json.') : null);

  // ---- sections of the page

  const VERDICTS = {
    EXPECTED: ['expected', 'Expected', 'as the experiment says it should be'],
    UNEXPECTED: ['unexpected', 'Unexpected', 'not as the experiment says it should be'],
    INVALID_EVIDENCE: ['invalid', 'Invalid evidence', 'evidence is missing, so there is no verdict'],
  };

  function header() {
    const [kind, word, meaning] = VERDICTS[result.verdict] || ['', 'No verdict', 'the result names none'];
    return [
      h('p', {class: 'eyebrow'}, 'Kafka Loss Lab: ', h('code', null, text(result.experiment))),
      h('h1', null, result.title || result.experiment || 'A run'),
      result.description ? h('p', {class: 'muted'}, String(result.description)) : null,
      h('div', {class: 'verdict ' + kind},
        h('p', {class: 'word'}, h('span', {class: kind === 'expected' ? 'good' : 'bad'}, word), h('span', {class: 'muted'}, ': ' + meaning)),
        h('p', {class: 'headline'}, named(data.headline))),
      data.notes.map((note) => h('p', {class: 'note'}, note)),
    ];
  }

  // Group names have hyphens; a line break inside of one makes a sentence hard to read.
  function named(sentence) {
    const names = new Set(runs.flatMap((run) => groupsOf(run).map(([name]) => name)).filter((name) => name.length > 1 && name.length < 26));
    let parts = [sentence];
    names.forEach((name) => {
      parts = parts.flatMap((part) => (typeof part !== 'string' ? [part]
        : part.split(name).flatMap((piece, i) => (i ? [h('span', {class: 'name'}, name), piece] : [piece]))));
    });
    return parts;
  }

  function tiles(run) {
    const intended = at(run, 'produced', 'intended');
    const tile = (label, value, small) => h('div', null, h('dt', null, label), h('dd', null, value, small ? h('div', {class: 'small'}, small) : null));
    const share = (lost) => (Words.share(lost, intended) ? Words.share(lost, intended) + ' of what was intended' : null);
    return h('dl', {class: 'tiles'},
      tile('Records intended', count(intended), isNumber(at(run, 'load', 'achievedTps')) ? decimals(run.load.achievedTps, 1) + '/s achieved' : null),
      groupsOf(run).map(([name, group]) => tile('Lost to ' + name, lossCell(at(group, 'lost')),
        at(group, 'lost') > 0 ? h('span', null, share(group.lost), group.firstLossAt ? ', first after ' : null, group.firstLossAt ? time(run, group.firstLossAt) : null) : null)),
      tile('Log at most', bytes(at(run, 'disk', 'maxLogBytes'))));
  }

  const FEW = 12;

  function expectations() {
    const list = Array.isArray(result.expectations) ? result.expectations : [];
    const shown = (some) => h('ul', {class: 'expectations'}, some.map((one) => h('li', null,
      one.held === true ? h('span', {class: 'good'}, 'held') : one.held === false ? h('span', {class: 'bad'}, 'not held') : h('span', {class: 'unknown'}, 'not judged'),
      h('span', null, text(one.text)))));
    const held = list.filter((one) => one.held === true);
    const rest = list.filter((one) => one.held !== true);
    const title = h('h2', null, 'Expectations');
    if (!list.length) return [title, h('p', {class: 'muted'}, 'This experiment expects nothing in particular.')];
    if (list.length <= FEW && !data.matrix) return [title, shown(list)];
    return [title, h('p', null, decimals(held.length, 0) + ' of ' + decimals(list.length, 0) + ' held.'), rest.length ? shown(rest) : null,
      held.length ? h('details', null, h('summary', null, 'Those that held'), shown(held)) : null];
  }

  function comparison() {
    const other = at(result, 'comparison', 'run');
    if (!other || !runs.length) return null;
    const here = runs[0];
    const pair = (label, value) => row(label, [value(here), value(other)]);
    const names = [...new Set([...groupsOf(here), ...groupsOf(other)].map(([name]) => name))];
    return [
      h('h2', null, 'What safety cost'),
      data.safetyCost ? h('p', null, data.safetyCost) : null,
      table(['', (result.experiment || 'here') + ' (this run)', text(at(result, 'comparison', 'experiment'))], [
        pair('intended records', (run) => count(at(run, 'produced', 'intended'))),
        ...names.map((name) => pair('lost to ' + name, (run) => lossCell(at(run, 'groups', name, 'lost')))),
        pair('log at most', (run) => bytes(at(run, 'disk', 'maxLogBytes'))),
        pair('log at the end', (run) => bytes(at(run, 'disk', 'finalLogBytes'))),
        pair('values written', (run) => bytes(at(run, 'disk', 'writtenBytes'))),
        pair('retention.bytes', (run) => (at(run, 'limits', 'retentionBytes') === null ? 'not set' : bytes(at(run, 'limits', 'retentionBytes')))),
        pair('send latency p99', (run) => millis(at(run, 'load', 'sendLatencyMs', 'p99'))),
        ...names.map((name) => pair('end-to-end p99, ' + name, (run) => millis(at(run, 'groups', name, 'endToEndLatencyMs', 'p99')))),
      ], 'Comparison'),
      at(result, 'comparison', 'resultDir') ? h('p', {class: 'muted'}, 'Compared with ', h('code', null, String(result.comparison.resultDir))) : null,
    ];
  }

  function overview() {
    const names = [...new Set(runs.flatMap((run) => groupsOf(run).map(([name]) => name)))];
    const columns = names.flatMap((name) => ['lost to ' + name, 'first loss after']);
    return [h('h2', null, 'All runs'), h('div', {class: 'many'}, table(['run', 'intended', 'not acked', ...columns, 'unexplained', 'achieved', 'send p99', 'log at most'],
      runs.map((run, i) => {
        const produced = run.produced || {};
        const unexplained = groupsOf(run).map(([, group]) => at(group, 'unexplained'));
        const notAcked = isNumber(produced.failed) && isNumber(produced.indeterminate) ? produced.failed + produced.indeterminate : undefined;
        return row(runName(run, i), [
          count(produced.intended), count(notAcked),
          ...names.flatMap((name) => {
            const group = at(run, 'groups', name);
            return group ? [lossCell(group.lost), group.lost === 0 ? 'none' : time(run, group.firstLossAt)] : ['', ''];
          }),
          unexplained.length && unexplained.every(isNumber) ? lossCell(unexplained.reduce((a, b) => a + b)) : unknown(),
          rate(at(run, 'load', 'achievedTps')), millis(at(run, 'load', 'sendLatencyMs', 'p99')), bytes(at(run, 'disk', 'maxLogBytes')),
        ]);
      }), 'All runs'))];
  }

  const drawings = [];

  function plots(run, i) {
    const timeline = data.timelines[i];
    const title = h('h3', null, 'Over time');
    if (!timeline || !timeline.at.length) return [title, h('p', {class: 'unknown'}, 'There is no timeline of this run.')];
    const container = h('div', {class: 'plots'});
    const drawing = Plots.of(container, run, timeline, data.replication[i], 'run-' + i, outcomes.labelOf);
    drawings[i] = drawing;
    const key = (kind, label) => h('span', {class: 'name'}, h('span', {class: 'key ' + kind}), label);
    return [
      title,
      h('p', {class: 'plot-note over-time'}, drawing.afterLoad ? 'Seconds after the load began.' : 'Seconds after the first sample: when the load began is not known.',
        key('phase-key', 'phase'), drawing.hasFaults ? key('fault-key', 'fault, by its number') : null,
        drawing.hasLoss ? key('loss-key', 'records are being lost') : null,
        h('span', {class: 'screen'}, '. Zoom with the bar under a plot; all plots follow.')),
      timeline.sliceOf
        ? h('p', {class: 'note'}, 'Too many samples to draw: of each ' + decimals(timeline.sliceOf, 0) + ' of the ' + decimals(timeline.samples, 0)
          + ', the least and the largest value are plotted. All are in timeline.csv.')
        : null,
      container,
    ];
  }

  function section(run, i) {
    const lost = lostRanges(run);
    const warnings = Array.isArray(run.warnings) ? run.warnings : [];
    return h('section', {role: runs.length > FEW ? 'region' : runs.length > 1 ? 'tabpanel' : null, id: 'run-' + i, 'aria-labelledby': 'run-title-' + i},
      h('h2', {id: 'run-title-' + i}, runs.length > 1 ? runName(run, i) : 'Balance sheet'),
      (run.evidenceFaults || []).map((fault) => h('p', {class: 'note'}, 'Evidence: ' + String(fault))),
      warnings.map((warning) => h('p', {class: 'note'}, 'Warning: ' + String(warning))),
      balanceSheet(run),
      plots(run, i), run.faultsTotal ? more(run, 'faults') : null,
      h('h3', null, 'What was lost, by offset'), lost.length ? lost
        : h('p', {class: 'muted'}, groupsOf(run).every(([, group]) => at(group, 'lost') === 0) ? 'Nothing.' : unknown()),
      h('div', {class: 'columns'}, h('div', null, h('h3', null, 'Load'), load(run)), h('div', null, h('h3', null, 'Disk, per replica'), disk(run))),
      h('h3', null, 'Latency'), latencies(run),
      failures(run), settings(run),
      h('h3', null, 'Evidence'), run.replicas ? h('p', null, String(run.replicas) + '.') : null, evidence(run), more(run, 'evidence'), partitions(run), more(run, 'partitions'),
      h('h3', null, 'Where it ran'), surroundings(run));
  }

  function background() {
    const environment = result.environment || {};
    const versions = [...new Set(runs.map((run) => run.kafkaVersion).filter(Boolean))].join(', ');
    return [
      h('h2', null, 'Settings'),
      result.spec ? h('details', {class: 'on-paper'}, h('summary', null, 'The experiment as it ran, every default filled in'),
        facts(Words.flat(result.spec, '').map(([key, value]) => [h('code', null, key), h('code', null, value)]), 'Settings')) : h('p', null, unknown()),
      h('h2', null, 'Environment'),
      facts([
        ['lab', text(result.losslabVersion)], ['place', text(environment.place)], ['Kafka', text(versions)], ['Kafka clients of the lab', text(environment.kafkaClients)],
        ['Java', text(environment.java)], ['system', text(environment.os)], ['processor', text(environment.cpu)],
        ['cores', count(environment.cores)], ['memory', bytes(environment.memoryBytes)], ['started', moment(result.startedAt)], ['ended', moment(result.endedAt)],
      ], 'Environment'),
      h('h2', null, 'Run it again'),
      h('pre', null, text(result.command)),
      /(^| )--out[ =]/.test(String(result.command)) ? h('p', null, 'With another folder after ', h('code', null, '--out'), ': it has to be new.') : null,
      result.spec ? h('details', null, h('summary', null, 'The same as a file, for ', h('code', null, 'losslab run FILE.yaml')),
        h('pre', null, JSON.stringify(result.spec, null, 2))) : null,
      h('p', {class: 'muted'}, 'The numbers are in result.json, the samples in timeline.csv and the evidence in evidence/, in the folder of this report. ',
        h('code', null, 'losslab report DIR'), ' writes this page again.'),
    ];
  }

  // ---- one section at a time on the screen, all of them on paper

  let selected = 0;
  let show = () => {};

  const choose = (i) => {
    selected = i;
    sections.forEach((one, j) => { one.hidden = i !== j; });
    draw(i);
  };

  // As tabs, or as a list where they would fill the screen.
  function chooser() {
    sections.forEach((one, i) => { one.hidden = i !== 0; });
    return runs.length > FEW ? selection() : tabs();
  }

  function selection() {
    const select = h('select', {id: 'runs'}, runs.map((run, i) => h('option', {value: i}, runName(run, i))));
    const box = h('p', {class: 'runs'}, h('label', {for: 'runs'}, 'The run shown below: '), select);
    select.addEventListener('change', () => choose(Number(select.value)));
    show = (i) => {
      select.value = String(i);
      choose(i);
      select.focus();
      box.scrollIntoView();
    };
    return box;
  }

  function tabs() {
    const list = h('div', {role: 'tablist', 'aria-label': 'Runs'}, runs.map((run, i) => h('button', {
      role: 'tab', type: 'button', id: 'tab-' + i, 'aria-controls': 'run-' + i, 'aria-selected': i === 0, tabindex: i ? -1 : 0}, runName(run, i))));
    const mark = (i, focus) => {
      [...list.children].forEach((tab, j) => {
        tab.setAttribute('aria-selected', String(i === j));
        tab.tabIndex = i === j ? 0 : -1;
      });
      if (focus) list.children[i].focus();
      choose(i);
    };
    [...list.children].forEach((tab, i) => tab.addEventListener('click', () => mark(i)));
    list.addEventListener('keydown', (event) => {
      const to = {ArrowRight: selected + 1, ArrowLeft: selected - 1 + runs.length, Home: 0, End: runs.length - 1}[event.key];
      if (to === undefined) return;
      event.preventDefault();
      mark(to % runs.length, true);
    });
    show = (i) => {
      mark(i, true);
      list.scrollIntoView();
    };
    return list;
  }

  function draw(i, size) {
    if (drawings[i]) drawings[i].draw(size);
  }

  const sections = runs.map(section);
  const parts = [
    header(), runs.length === 1 ? tiles(runs[0]) : null, Variants.matrix(data.matrix, (i) => show(i), outcomes), expectations(), comparison(),
    Variants.comparison(data.variants), runs.length > 1 && (runs.length > 8 || !oneTrial) ? overview() : null, runs.length > 1 ? chooser() : null, sections, background(),
    h('footer', null, 'Kafka Loss Lab', result.losslabVersion ? ' ' + result.losslabVersion : '', '. Plots by Apache ECharts (Apache-2.0).'),
  ];
  document.getElementById('page').replaceChildren(...parts.flat(3).filter(Boolean));
  draw(0);

  // A book of hundreds of pages is nobody's print: of many runs only the one that is shown goes on paper.
  const onPaper = runs.length <= FEW;
  document.documentElement.classList.toggle('all-on-paper', onPaper);
  let waiting = 0;
  let printing = false;
  window.addEventListener('resize', () => {
    if (printing) return;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => drawings[selected] && drawings[selected].resize());
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => printing || draw(selected));

  // Paper is light and of one width, and has no tabs. A plot cannot measure a page that is not laid out yet.
  let opened = [];
  window.addEventListener('beforeprint', () => {
    printing = true;
    opened = [...document.querySelectorAll('details.on-paper:not([open])')];
    opened.forEach((one) => { one.open = true; });
    document.documentElement.classList.add('printing');
    runs.forEach((run, i) => (onPaper || i === selected) && draw(i, {width: 660, height: 220}));
  });
  window.addEventListener('afterprint', () => {
    printing = false;
    opened.forEach((one) => { one.open = false; });
    document.documentElement.classList.remove('printing');
    draw(selected);
  });
})();
