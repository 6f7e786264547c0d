// Line charts in SVG, each with its text for who does not see it.
const NS = 'http://www.w3.org/2000/svg';

/** The loss of a training session, and the held-out loss beside it. points: [{ step, loss, heldOut? }], in order of step. */
export function drawCurve(host, points) {
  drawLines(host, {
    label: points.length ? `Loss from ${points[0].loss?.toFixed(2)} to ${points.at(-1).loss?.toFixed(2)} over ${points.at(-1).step} steps` : 'No training session yet',
    empty: 'no session yet',
    end: points.length ? `step ${points.at(-1).step}` : '',
    lines: [
      { name: 'held', points: points.map(p => [p.step, p.heldOut]) },
      { name: 'loss', points: points.map(p => [p.step, p.loss]) },
    ],
  });
}

/**
 * lines: [{ name, points: [[x, y], …] }], a class for each; what is no number is left out. low and high bound y where they are
 * given, format tells a value in words, label says it all, end stands under the last x.
 */
export function drawLines(host, { lines, label, empty, end, low, high, format = v => v.toFixed(2) }) {
  host.replaceChildren();
  const w = 300, h = 130, left = 34, bottom = 18, top = 8, right = 6;
  const svg = add(host, 'svg', { viewBox: `0 0 ${w} ${h}`, role: 'img', 'aria-label': label });
  add(svg, 'line', { class: 'axis', x1: left, x2: w - right, y1: h - bottom, y2: h - bottom });
  const drawn = lines.map(line => ({ name: line.name, points: line.points.filter(([, y]) => Number.isFinite(y)) }));
  const all = drawn.flatMap(line => line.points);
  if (all.length === 0) {
    add(svg, 'text', { x: (w + left) / 2, y: h / 2, 'text-anchor': 'middle' }).textContent = empty;
    return;
  }
  const values = all.map(([, y]) => y);
  low ??= Math.min(...values);
  high = Math.max(high ?? Math.max(...values), low + 1e-6);
  const first = Math.min(...all.map(([x]) => x), 1), last = Math.max(...all.map(([x]) => x), first + 1);
  const x = v => left + ((v - first) / (last - first)) * (w - left - right);
  const y = v => top + (1 - (v - low) / (high - low)) * (h - top - bottom);
  for (const v of [low, high]) add(svg, 'text', { x: left - 4, y: y(v) + 3, 'text-anchor': 'end' }).textContent = format(v);
  add(svg, 'text', { x: w - right, y: h - 5, 'text-anchor': 'end' }).textContent = end;
  for (const { name, points } of drawn) {
    if (points.length === 1) add(svg, 'circle', { class: name, cx: x(points[0][0]), cy: y(points[0][1]), r: 2.5 });
    else if (points.length) add(svg, 'polyline', { class: name, points: points.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`).join(' ') });
  }
}

function add(parent, name, attributes) {
  const element = parent.appendChild(document.createElementNS(NS, name));
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
