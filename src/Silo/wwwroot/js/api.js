// The HTTP interface, as the page uses it. Every failure is a Problem with a title and what to do.

export class Problem extends Error {
  constructor(status, document) {
    super(document?.detail || document?.title || 'The server cannot be reached. Is it running?');
    this.status = status;
    this.title = document?.title;
  }
}

export class Api {
  constructor(user, key) { this.user = user; this.key = key; }

  conversation() { return this.#json('GET', this.#path('')); }
  export() { return this.#json('GET', this.#path('/export')); }
  forget() { return this.#json('DELETE', this.#path('')); }
  feedback(turnId, feedback) { return this.#json('POST', this.#path(`/turns/${encodeURIComponent(turnId)}/feedback`), feedback); }
  explain(turnId) { return this.#json('GET', this.#path(`/turns/${encodeURIComponent(turnId)}/emotion`)); }
  models() { return this.#json('GET', '/api/models'); }
  rollout(version) { return this.#json('POST', `/api/models/${encodeURIComponent(version)}/rollout`); }
  training() { return this.#json('GET', '/api/training'); }
  measurements() { return this.#json('GET', '/api/training/measurements'); }
  decisions() { return this.#json('GET', '/api/training/decisions?limit=30'); }
  quarantine() { return this.#json('GET', '/api/training/quarantine'); }
  release(position) { return this.#json('POST', `/api/training/quarantine/${position}/release`, {}); }
  drop(position) { return this.#json('POST', `/api/training/quarantine/${position}/drop`, {}); }
  train() { return this.#json('POST', '/api/training/sessions', {}); }

  /** Says something; yields { event, data } as the server sends them. The same turn id may be sent again safely. */
  async *say(text, turnId, signal) {
    const response = await this.#send('POST', this.#path('/turns'), { text, turnId }, 'text/event-stream', signal);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      buffer += value.replaceAll('\r\n', '\n');
      for (let end; (end = buffer.indexOf('\n\n')) >= 0; buffer = buffer.slice(end + 2)) {
        const message = parse(buffer.slice(0, end));
        if (message) yield message;
      }
    }
  }

  #path(rest) { return `/api/conversations/${encodeURIComponent(this.user)}${rest}`; }

  async #json(method, path, body) {
    const response = await this.#send(method, path, body, 'application/json');
    return response.status === 204 ? null : response.json();
  }

  async #send(method, path, body, accept, signal) {
    const headers = { accept };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (this.key) headers.authorization = `Bearer ${this.key}`;
    let response;
    try {
      response = await fetch(path, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      throw new Problem(0, null);
    }
    if (!response.ok) throw new Problem(response.status, await response.json().catch(() => null));
    return response;
  }
}

function parse(block) {
  let event = 'message';
  const data = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) event = line.slice(6).trim();
    else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
  }
  return data.length ? { event, data: JSON.parse(data.join('\n')) } : null;
}
