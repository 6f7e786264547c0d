// How she feels, and what she heard in you: the scene, the meters, the emotion and the words that moved it.
import { Scene } from './scene.js';

const METERS = [['valence', 'Valence', true], ['arousal', 'Arousal', true], ['dominance', 'Dominance', true], ['mood', 'Mood', true], ['trust', 'Trust', false]];

export class Presence {
  #scene = new Scene(document.getElementById('scene'));
  #dots = new Map();

  constructor() {
    const list = document.getElementById('meters');
    for (const [key, label, signed] of METERS) {
      const term = list.appendChild(document.createElement('dt'));
      const value = list.appendChild(document.createElement('dd'));
      term.textContent = label;
      value.className = signed ? 'signed' : '';
      value.setAttribute('role', 'meter');
      value.setAttribute('aria-label', label);
      value.setAttribute('aria-valuemin', signed ? '-1' : '0');
      value.setAttribute('aria-valuemax', '1');
      this.#dots.set(key, { value, dot: value.appendChild(document.createElement('i')), signed });
    }
  }

  /** Shows the companion's state: numbers in [-1, 1], trust in [0, 1]. */
  feel(state) {
    if (!state) return;
    this.#scene.feel({ valence: state.valence, arousal: state.arousal, dominance: state.dominance, mood: state.mood, trust: state.trust });
    for (const [key, { value, dot, signed }] of this.#dots) {
      const share = signed ? (state[key] + 1) / 2 : state[key];
      dot.style.left = `${Math.max(0, Math.min(1, share)) * 100}%`;
      value.setAttribute('aria-valuenow', state[key].toFixed(2));
    }
    document.getElementById('dominant').textContent = state.dominant ?? '';
    document.getElementById('feeling-detail').textContent = inWords(state);
  }

  /** Shows what was heard in the user's words. */
  heard(emotion) {
    const labels = Object.entries(emotion.labels ?? {}).sort((a, b) => b[1] - a[1]).slice(0, 4);
    document.getElementById('appraisal').hidden = labels.length === 0;
    document.getElementById('labels').replaceChildren(...labels.map(([label, probability]) => {
      const item = document.createElement('li');
      item.append(Object.assign(document.createElement('span'), { textContent: label }));
      const bar = item.appendChild(document.createElement('i'));
      bar.style.width = `${Math.round(probability * 100)}%`;
      bar.title = `${Math.round(probability * 100)} %`;
      return item;
    }));
  }

  /** Shows which words moved the emotion: [{ word, start, influence }]. */
  explain(words) {
    const strongest = Math.max(...words.map(w => Math.abs(w.influence)), 1e-6);
    const host = document.getElementById('words');
    host.replaceChildren();
    for (const { word, influence } of words) {
      const mark = document.createElement(influence > 0.15 * strongest ? 'mark' : 'span');
      mark.textContent = word;
      mark.style.setProperty('--weight', `${Math.round(12 + 48 * Math.max(0, influence) / strongest)}%`);
      host.append(mark, ' ');
    }
  }
}

function inWords({ valence, arousal, trust }) {
  const tone = valence > 0.3 ? 'warm' : valence < -0.3 ? 'low' : 'even';
  const pace = arousal > 0.3 ? 'stirred' : arousal < -0.3 ? 'quiet' : 'attentive';
  return `${tone}, ${pace}${trust > 0.7 ? ', close to you' : trust < 0.3 ? ', careful' : ''}`;
}
