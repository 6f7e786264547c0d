// The conversation: turns that stream, the version on every reply, a rating and a correction for each.
import { Problem } from './api.js';

export class Chat {
  #api; #presence; #voice; #onLesson;
  #turns = document.getElementById('turns');
  #template = document.getElementById('turn-template');
  #notice = document.getElementById('notice');
  #welcome = document.getElementById('welcome');

  constructor(api, presence, voice, onLesson) {
    this.#api = api; this.#presence = presence; this.#voice = voice; this.#onLesson = onLesson;
  }

  async open() {
    const conversation = await this.#api.conversation();
    this.#turns.replaceChildren();
    this.#welcome.hidden = conversation.turns.length > 0;
    for (const turn of conversation.turns) {
      const view = this.#add(turn.text);
      view.reply.textContent = turn.reply;
      this.#settle(view, turn.turnId, turn.model, turn.feedback);
    }
    this.#presence.feel(conversation.emotionalState);
    this.#scroll();
    return conversation;
  }

  /** Says something and streams the answer into the page. */
  async say(text) {
    this.notice('');
    const turnId = crypto.randomUUID?.() ?? `page-${Date.now()}-${Math.random().toString(36).slice(2)}`;
    const view = this.#add(text);
    view.her.classList.add('writing');
    try {
      for await (const { event, data } of this.#api.say(text, turnId)) {
        if (event === 'emotion') { this.#presence.heard(data); this.#presence.feel(data.emotionalState); }
        else if (event === 'token') { view.reply.textContent += data.text; this.#scroll(); }
        else if (event === 'completed') {
          view.reply.textContent = data.reply;
          this.#settle(view, data.turnId, data.model);
          this.#presence.feel(data.emotionalState);
          this.#voice.say(data.reply, data.emotionalState);
          this.#api.explain(data.turnId).then(e => this.#presence.explain(e.words), () => {});
        } else if (event === 'failed') throw new Problem(data.status, data);
      }
      if (view.her.classList.contains('writing')) throw new Problem(0, { title: 'The answer was cut off.', detail: 'The answer was cut off. Please say it again.' });
    } catch (error) {
      view.her.classList.remove('writing');
      view.her.classList.add('failed');
      view.reply.textContent = error.message;
    }
  }

  announce(text, emphasis) {
    const item = this.#turns.appendChild(document.createElement('li'));
    item.className = 'announce';
    item.append(text, ' ', Object.assign(document.createElement('b'), { textContent: emphasis }));
    this.#scroll();
  }

  notice(text) { this.#notice.textContent = text; }

  #add(text) {
    const item = this.#template.content.firstElementChild.cloneNode(true);
    this.#turns.append(item);
    this.#welcome.hidden = true;
    item.querySelector('.you .bubble').textContent = text;
    this.#scroll();
    return { item, her: item.querySelector('.her'), reply: item.querySelector('.her .bubble'), version: item.querySelector('.version') };
  }

  #settle({ item, her, version }, turnId, model, feedback) {
    her.classList.remove('writing');
    version.textContent = model;
    version.title = 'The model version that wrote this reply';
    const up = item.querySelector('.up'), down = item.querySelector('.down');
    const better = item.querySelector('.better'), form = item.querySelector('.correction');
    const show = rating => {
      up.setAttribute('aria-pressed', String(rating === 1));
      down.setAttribute('aria-pressed', String(rating === -1));
    };
    show(feedback?.rating);
    if (feedback?.correction) taught(better);
    const rate = async rating => {
      const pressed = (rating === 1 ? up : down).getAttribute('aria-pressed') === 'true';
      await this.#judge(turnId, { rating: pressed ? 0 : rating }) && show(pressed ? 0 : rating);
    };
    up.onclick = () => rate(1);
    down.onclick = () => rate(-1);
    better.onclick = () => { form.hidden = !form.hidden; if (!form.hidden) form.querySelector('textarea').focus(); };
    form.querySelector('.cancel').onclick = () => { form.hidden = true; better.focus(); };
    form.onsubmit = async event => {
      event.preventDefault();
      const correction = form.querySelector('textarea').value.trim();
      if (!correction || !await this.#judge(turnId, { correction })) return;
      form.hidden = true;
      taught(better);
    };
  }

  async #judge(turnId, feedback) {
    try {
      await this.#api.feedback(turnId, feedback);
      this.notice('');
      this.#onLesson();
      return true;
    } catch (error) {
      this.notice(error.message);
      return false;
    }
  }

  #scroll() { this.#turns.scrollTop = this.#turns.scrollHeight; }
}

function taught(button) {
  button.textContent = 'Taught ✓';
  button.classList.add('taught');
}
