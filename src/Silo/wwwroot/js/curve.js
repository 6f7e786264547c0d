// A line chart in SVG: the loss of a training session, and the held-out loss beside it.
const NS = 'http://www.w3.org/2000/svg';

/** points: [{ step, loss, heldOut? }], in order of step. */
export function drawCurve(host, points) {
  host.replaceChildren();
  const w = 300, h = 130, left = 34, bottom = 18, top = 8, right = 6;
  const svg = add(host, 'svg', { viewBox: `0 0 ${w} ${h}`, role: 'img', 'aria-label': describe(points) });
  add(svg, 'line', { class: 'axis', x1: left, x2: w - right, y1: h - bottom, y2: h - bottom });
  if (points.length === 0) {
    add(svg, 'text', { x: (w + left) / 2, y: h / 2, 'text-anchor': 'middle' }).textContent = 'no session yet';
    return;
  }
  const values = points.flatMap(p => [p.loss, p.heldOut]).filter(Number.isFinite);
  const low = Math.min(...values), high = Math.max(...values, low + 1e-6), last = Math.max(points.at(-1).step, 1);
  const x = p => left + (p.step / last) * (w - left - right);
  const y = v => top + (1 - (v - low) / (high - low)) * (h - top - bottom);
  for (const v of [low, high]) add(svg, 'text', { x: left - 4, y: y(v) + 3, 'text-anchor': 'end' }).textContent = v.toFixed(2);
  add(svg, 'text', { x: w - right, y: h - 5, 'text-anchor': 'end' }).textContent = `step ${points.at(-1).step}`;
  line('held', points.filter(p => Number.isFinite(p.heldOut)), p => p.heldOut);
  line('loss', points.filter(p => Number.isFinite(p.loss)), p => p.loss);

  function line(name, series, value) {
    if (series.length) add(svg, 'polyline', { class: name, points: series.map(p => `${x(p).toFixed(1)},${y(value(p)).toFixed(1)}`).join(' ') });
  }
}

function describe(points) {
  return points.length ? `Loss from ${points[0].loss?.toFixed(2)} to ${points.at(-1).loss?.toFixed(2)} over ${points.at(-1).step} steps` : 'No training session yet';
}

function add(parent, name, attributes) {
  const element = parent.appendChild(document.createElementNS(NS, name));
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
