// What she is learning: the trainer at work with its curve, the versions and their lineage, her memory of you.
import { drawCurve } from './curve.js';

const RESTING = 4000, WORKING = 700; // milliseconds between looks
// What of a version's measurements says most, in words: the new lessons learned, and what it cost elsewhere.
const MEASURED = [
  ['lessons.learned', v => `learned ${percent(v)}`],
  ['lessons.heldOut.learned', v => `in other words ${percent(v)}`],
  ['rehearsed.retained', v => `kept ${percent(v)}`],
];
const percent = v => `${Math.round(v * 100)} %`;
const PHASES = { idle: 'waiting for lessons', training: 'learning', evaluating: 'checking herself', publishing: 'keeping it', rollingOut: 'rolling out' };

export class Mind {
  #api; #onSwap; #serving = null; #timer = 0; #drawn = '';

  constructor(api, onSwap) {
    this.#api = api;
    this.#onSwap = onSwap;
    document.getElementById('train-now').onclick = async () => {
      try { await api.train(); } catch (error) { this.#detail(error.message); return; }
      this.refresh();
    };
    document.addEventListener('visibilitychange', () => document.hidden ? clearTimeout(this.#timer) : this.refresh());
  }

  /** Looks now, and then again and again, quicker while she learns. */
  follow() { return this.refresh(); }

  async refresh() {
    clearTimeout(this.#timer);
    let busy = false;
    try {
      const [training, models] = await Promise.all([this.#api.training(), this.#api.models()]);
      busy = training.phase !== 'idle' || training.waitingLessons > 0;
      this.#showTraining(training);
      this.#showVersions(models.versions ?? models);
    } catch (error) {
      this.#detail(error.message);
    }
    if (!document.hidden) this.#timer = setTimeout(() => this.refresh(), busy ? WORKING : RESTING);
  }

  remember(facts) {
    const host = document.getElementById('memory');
    host.replaceChildren(...(facts?.length ? facts.map(f => item('li', f.text)) : [item('li', 'Nothing yet. Tell her: remember that …')]));
  }

  #showTraining(training) {
    const pill = document.getElementById('trainer-state');
    pill.textContent = PHASES[training.phase] ?? training.phase;
    pill.classList.toggle('busy', training.phase !== 'idle');
    const session = training.session;
    const curve = session?.curve ?? [];
    const drawn = `${session?.id}:${curve.length}`;
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      drawCurve(document.getElementById('curve'), curve.map(p => ({ step: p.step, loss: p.loss, heldOut: p.heldOutLoss ?? undefined })));
    }
    const parts = [];
    if (training.phase === 'training') {
      parts.push(`step ${training.step} of ${training.steps}`, `${Math.round(training.tokensPerSecond)} tokens/s`);
      if (Number.isFinite(training.secondsLeft)) parts.push(`${Math.ceil(training.secondsLeft)} s left`);
    } else if (session && session.outcome !== 'running') {
      parts.push(`session ${session.id}: ${session.outcome}${session.version ? ` as ${session.version}` : ''}`);
      if (session.reason) parts.push(session.reason);
    }
    if (training.waitingLessons) parts.push(`${training.waitingLessons} ${training.waitingLessons === 1 ? 'lesson waits' : 'lessons wait'}`);
    parts.push(`${training.learnedLessons} learned`);
    this.#detail(parts.join(' · '));
  }

  #showVersions(versions) {
    const serving = versions.find(v => v.serving);
    if (serving && serving.id !== this.#serving) {
      const badge = document.getElementById('version');
      badge.textContent = serving.id;
      badge.classList.remove('changed');
      if (this.#serving) requestAnimationFrame(() => badge.classList.add('changed'));
      this.#onSwap(serving.id, this.#serving);
      this.#serving = serving.id;
    }
    document.getElementById('versions').replaceChildren(...versions.slice(0, 12).map(version => {
      const entry = document.createElement('li');
      entry.className = version.serving ? 'serving' : version.standing;
      entry.append(item('code', version.id));
      const facts = [version.parent ? `from ${version.parent.split('-')[0]}` : 'the beginning', version.strategy];
      if (version.lessons) facts.push(`${version.lessons} ${version.lessons === 1 ? 'lesson' : 'lessons'}`);
      facts.push(...measured(version.metrics ?? {}));
      if (version.learnedFromForgotten) facts.push('learned from someone who was forgotten');
      if (version.reason) facts.push(version.reason);
      const small = entry.appendChild(item('small', facts.filter(Boolean).join(' · ')));
      small.title = Object.entries(version.metrics ?? {}).map(([name, value]) => `${name}: ${value.toPrecision(4)}`).join('\n');
      if (!version.serving && version.standing !== 'rejected') {
        const button = item('button', 'Serve this');
        button.type = 'button';
        button.onclick = async () => {
          try { await this.#api.rollout(version.id); } catch (error) { this.#detail(error.message); return; }
          this.refresh();
        };
        entry.append(button);
      }
      return entry;
    }));
  }

  #detail(text) { document.getElementById('trainer-detail').textContent = text; }
}

function measured(metrics) {
  const told = MEASURED.filter(([name]) => name in metrics).map(([name, say]) => say(metrics[name]));
  const costs = Object.entries(metrics).filter(([name]) => /^anchors\..*\.change$/.test(name)).map(([, value]) => value);
  if (costs.length) {
    const worst = Math.max(...costs) * 100;
    told.push(`forgot ${worst > 0.005 ? `${worst.toFixed(2)} %` : 'nothing'}`);
  }
  return told;
}

function item(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}
