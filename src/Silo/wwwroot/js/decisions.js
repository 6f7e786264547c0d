// What became of lessons, and those that are kept apart until somebody decides. Their words stay with who said them.
const OUTCOMES = {
  accepted: 'waits to be learned', excluded: 'left out', quarantined: 'kept apart', learned: 'learned',
  released: 'let out', dropped: 'dropped', withdrawn: 'taken back',
};

export class Decisions {
  #api; #failed; #drawn = '';

  constructor(api, failed) { this.#api = api; this.#failed = failed; }

  async refresh() {
    const [{ decisions }, held] = await Promise.all([this.#api.decisions(), this.#api.quarantine()]);
    const drawn = JSON.stringify([decisions[0], held]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    document.getElementById('quarantine').replaceChildren(...held.map(lesson => this.#held(lesson)));
    document.getElementById('decisions').replaceChildren(...decisions.map(row));
    document.getElementById('no-decisions').hidden = decisions.length > 0;
  }

  #held(lesson) {
    const entry = element('li', `Lesson ${lesson.position}: ${lesson.reason} `);
    entry.append(this.#button('Let her learn it', `Let her learn lesson ${lesson.position}`, () => this.#api.release(lesson.position)));
    entry.append(this.#button('Drop it', `Drop lesson ${lesson.position}`, () => this.#api.drop(lesson.position)));
    return entry;
  }

  #button(text, label, act) {
    const button = element('button', text);
    button.type = 'button';
    button.setAttribute('aria-label', label);
    button.onclick = async () => {
      button.disabled = true;
      try { await act(); await this.refresh(); } catch (error) { this.#failed(error); button.disabled = false; }
    };
    return button;
  }
}

function row(decision) {
  const entry = document.createElement('tr');
  const head = element('th', `${decision.position}`);
  head.scope = 'row';
  entry.append(head, element('td', OUTCOMES[decision.outcome] ?? decision.outcome), element('td', decision.reason ?? ''), element('td', decision.session ? `${decision.session}` : ''), time(decision.at));
  return entry;
}

function time(at) {
  const cell = document.createElement('td');
  cell.append(Object.assign(document.createElement('time'), { dateTime: at, textContent: new Date(at).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' }) }));
  return cell;
}

function element(tag, text) { return Object.assign(document.createElement(tag), { textContent: text }); }
