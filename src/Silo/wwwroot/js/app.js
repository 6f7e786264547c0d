// The page: puts the parts together and follows the trainer.
import { Api } from './api.js';
import { Chat } from './chat.js';
import { Learning } from './learning.js';
import { Mind } from './mind.js';
import { Presence } from './presence.js';
import { Voice } from './voice.js';

const byId = id => document.getElementById(id);
const user = localStorage.getItem('user') || newUser();
const api = new Api(user, sessionStorage.getItem('key') || '');
const presence = new Presence();
const voice = new Voice();
const mind = new Mind(api, (version, previous) => previous && chat.announce('She has just learned. Now answering:', version));
const chat = new Chat(api, presence, voice, () => mind.refresh());

byId('user').value = user;
byId('user').onchange = event => { localStorage.setItem('user', event.target.value.trim() || newUser()); location.reload(); };
byId('key').value = api.key;
byId('key').onchange = event => { sessionStorage.setItem('key', event.target.value.trim()); location.reload(); };

for (const starter of document.querySelectorAll('.starters button'))
  starter.onclick = () => { text.value = starter.textContent; text.oninput(); text.focus(); };

const text = byId('text'), send = byId('send');
text.oninput = () => { text.style.height = 'auto'; text.style.height = `${text.scrollHeight}px`; };
text.onkeydown = event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); byId('say').requestSubmit(); }
};
byId('say').onsubmit = async event => {
  event.preventDefault();
  const words = text.value.trim();
  if (!words || send.disabled) return;
  text.value = '';
  text.oninput();
  send.disabled = true;
  try { await chat.say(words); } finally { send.disabled = false; text.focus(); }
};

byId('voice').hidden = !Voice.available;
byId('voice').onclick = event => {
  voice.on = !voice.on;
  event.currentTarget.setAttribute('aria-pressed', String(voice.on));
};
byId('panel-toggle').onclick = event => {
  const open = byId('mind').classList.toggle('open');
  event.currentTarget.setAttribute('aria-expanded', String(open));
};
byId('export').onclick = async () => {
  try {
    const blob = new Blob([JSON.stringify(await api.export(), null, 2)], { type: 'application/json' });
    const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: `samantha-${user}.json` });
    link.click();
    URL.revokeObjectURL(link.href);
  } catch (error) { chat.notice(error.message); }
};
byId('reset').onclick = async () => {
  if (!confirm('Delete this conversation, her memory of you and the lessons you gave? This cannot be undone.')) return;
  try { await api.forget(); location.reload(); } catch (error) { chat.notice(error.message); }
};

try {
  mind.remember((await chat.open()).memory);
} catch (error) { chat.notice(error.message); }
mind.follow();
new Learning(api);

function newUser() {
  const name = `guest-${Math.random().toString(36).slice(2, 8)}`;
  localStorage.setItem('user', name);
  return name;
}
