// Reads replies aloud, with rate and pitch that follow the emotional state.
export class Voice {
  #on = false;
  static get available() { return 'speechSynthesis' in window; }
  get on() { return this.#on; }
  set on(value) { this.#on = value && Voice.available; if (!this.#on && Voice.available) speechSynthesis.cancel(); }

  say(text, state) {
    if (!this.#on) return;
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.rate = 1 + 0.25 * (state?.arousal ?? 0);
    utterance.pitch = 1 + 0.3 * (state?.valence ?? 0);
    speechSynthesis.speak(utterance);
  }
}
