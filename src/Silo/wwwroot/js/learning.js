// What she knows of what she was taught: R as a table that is a heat map, and how she fares from version to version.
import { drawCurve, drawLines } from './curve.js';
import { Decisions } from './decisions.js';

const RESTING = 4000, WORKING = 1000; // milliseconds between looks
const FIGURES = [
  ['accuracy', 'Knows', percent, 'of all that she was taught, in words that she has never seen'],
  ['anytime', 'Knew on the way', percent, 'the same, averaged over all versions so far'],
  ['forgetting', 'Forgot', points, 'how far earlier tasks are below their best'],
  ['backwardTransfer', 'Backward transfer', points, 'what earlier tasks have gained since they were learned'],
  ['forwardTransfer', 'Forward transfer', points, 'how much better she answers what she is not taught yet'],
  ['stabilityGap', 'Stability gap', points, 'the worst fall of earlier tasks while another was learned'],
];

export class Learning {
  #api; #decisions; #timer = 0; #drawn = ''; #dialog = byId('learning');

  constructor(api) {
    this.#api = api;
    this.#decisions = new Decisions(api, error => this.#say(error.message));
    byId('learning-open').onclick = () => { this.#dialog.showModal(); this.refresh(); };
    byId('learning-close').onclick = () => this.#dialog.close();
    this.#dialog.addEventListener('close', () => clearTimeout(this.#timer));
    document.addEventListener('visibilitychange', () => document.hidden ? clearTimeout(this.#timer) : this.refresh());
  }

  async refresh() {
    clearTimeout(this.#timer);
    if (!this.#dialog.open) return;
    let busy = false;
    try {
      const [measured, training] = await Promise.all([this.#api.measurements(), this.#api.training(), this.#decisions.refresh()]);
      busy = training.phase !== 'idle' || measured.waiting > 0;
      drawCurve(byId('session-curve'), (training.session?.curve ?? []).map(p => ({ step: p.step, loss: p.loss, heldOut: p.heldOutLoss ?? undefined })));
      this.#show(measured);
    } catch (error) {
      this.#say(error.message);
    }
    if (!document.hidden && this.#dialog.open) this.#timer = setTimeout(() => this.refresh(), busy ? WORKING : RESTING);
  }

  #show(measured) {
    this.#say(said(measured));
    const drawn = JSON.stringify([measured.tasks, measured.versions.at(-1)]);
    if (drawn === this.#drawn) return; // what a reader is in the midst of stays
    this.#drawn = drawn;
    showFigures(measured.versions.at(-1));
    byId('matrix').replaceChildren(...matrix(measured));
    showCurves(measured.versions);
    byId('measured-versions').replaceChildren(...versionRows(measured.versions));
  }

  // Read out when it changes, and not with every look.
  #say(text) { if (byId('learning-said').textContent !== text) byId('learning-said').textContent = text; }
}

function said({ tasks, versions, waiting }) {
  if (!versions.length) return waiting ? 'The first version is being measured.' : 'Nothing was measured yet. Teach her something: a moment after the new version answers, she is asked for it in other words.';
  const parts = [`${count(tasks.length, 'task')} of ${count(tasks.reduce((sum, task) => sum + task.lessons, 0), 'lesson')}`, count(versions.length, 'version')];
  if (waiting) parts.push(`${waiting} more to be measured`);
  return parts.join(' · ');
}

function showFigures(version) {
  const figures = FIGURES.filter(([key]) => Number.isFinite(version?.metrics?.[key]))
    .map(([key, name, say, meaning]) => figure(name, say(version.metrics[key]), meaning));
  if (version?.plasticity.steps) figures.push(figure('Learned in', `${count(version.plasticity.steps, 'step')}`, `and ${Math.round(version.plasticity.seconds)} s until the version served`));
  byId('figures').replaceChildren(...figures);
}

function figure(name, value, meaning) {
  const group = document.createElement('div');
  group.append(element('dt', name), element('dd', value), element('dd', meaning, 'quiet'));
  return group;
}

// Rows are moments, columns tasks: down a column one sees what becomes of a task.
function matrix({ tasks, matrix: rows }) {
  const head = document.createElement('thead'), body = document.createElement('tbody');
  const caption = element('caption', 'Share of each task’s questions that is answered rightly, after each task');
  const top = head.insertRow();
  top.append(header('after', 'col'), ...tasks.map(task => header(`${task.id}`, 'col', about(task))));
  rows.forEach((shares, i) => {
    const row = body.insertRow();
    row.append(header(`${tasks[i].id}`, 'row', about(tasks[i])));
    shares.forEach((share, j) => {
      const cell = row.insertCell();
      if (share === null) {
        cell.textContent = j > i ? '' : '–';
        cell.setAttribute('aria-label', j > i ? 'not taught yet' : 'not measured');
        return;
      }
      cell.textContent = Math.round(share * 100);
      cell.style.setProperty('--share', `${Math.round(share * 45)}%`);
      cell.title = `${percent(share)} of task ${tasks[j].id} ${j > i ? 'before it was taught' : `after task ${tasks[i].id}`}`;
      if (j > i) cell.className = 'before';
    });
  });
  return tasks.length ? [caption, head, body] : [];
}

function about(task) {
  const sessions = task.firstSession === task.lastSession ? `session ${task.firstSession}` : `sessions ${task.firstSession} to ${task.lastSession}`;
  return `task ${task.id}: ${count(task.lessons, 'lesson')} of ${sessions}`;
}

function showCurves(versions) {
  const of = read => versions.map(version => [version.session, read(version)]);
  const end = versions.length ? `session ${versions.at(-1).session}` : '';
  drawLines(byId('accuracy-curve'), {
    lines: [
      { name: 'accuracy', points: of(v => v.metrics?.accuracy) },
      { name: 'anytime', points: of(v => v.metrics?.anytime) },
      { name: 'forgetting', points: of(v => v.metrics?.forgetting) },
    ],
    label: trend('Knows', versions, v => v.metrics?.accuracy, percent) + '. ' + trend('Forgot', versions, v => v.metrics?.forgetting, points),
    low: 0, high: 1, format: percent, empty: 'no version yet', end,
  });
  const anchors = v => mean(Object.values(v.anchors));
  drawLines(byId('anchor-curve'), {
    lines: [{ name: 'loss', points: of(anchors) }],
    label: trend('Bits a byte on held-out anchors', versions, anchors, v => v.toFixed(3)), empty: 'no version yet', end, format: v => v.toFixed(3),
  });
  drawLines(byId('plasticity-curve'), {
    lines: [{ name: 'loss', points: of(v => v.plasticity.steps) }],
    label: trend('Steps until the lessons were learned', versions, v => v.plasticity.steps, v => `${v}`), low: 0, empty: 'no version yet', end, format: v => `${Math.round(v)}`,
  });
}

function trend(name, versions, read, say) {
  const values = versions.map(read).filter(Number.isFinite);
  return values.length ? `${name}: ${say(values[0])} at first, ${say(values.at(-1))} now` : `${name}: not measured yet`;
}

function versionRows(versions) {
  return versions.toReversed().map(version => {
    const row = document.createElement('tr');
    const anchors = mean(Object.values(version.anchors));
    row.append(header(version.version, 'row'), ...[
      `${version.task}`, say(version.metrics?.accuracy, percent), say(version.metrics?.forgetting, points), say(version.metrics?.anytime, percent),
      say(anchors, v => v.toFixed(3)), `${version.plasticity.steps}`, `${Math.round(version.plasticity.seconds)}`,
    ].map(text => element('td', text)));
    return row;
  });
}

function header(text, scope, title) {
  const cell = element('th', text);
  cell.scope = scope;
  if (title) cell.setAttribute('aria-label', cell.title = title);
  return cell;
}

function element(tag, text, className = '') { return Object.assign(document.createElement(tag), { textContent: text, className }); }
function say(value, how) { return Number.isFinite(value) ? how(value) : '–'; }
function count(n, what) { return `${n} ${what}${n === 1 ? '' : 's'}`; }
function mean(values) { return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : NaN; }
function percent(share) { return `${Math.round(share * 100)} %`; }
function points(share) { return `${(share * 100).toFixed(1).replace('-', '−')} points`; }
function byId(id) { return document.getElementById(id); }
