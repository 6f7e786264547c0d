// The living scene: a soft body of light whose colour, breath and shape follow the emotional state.
//   valence   → hue, from cold violet through rose to warm gold
//   arousal   → tempo and amplitude of the surface
//   dominance → size and steadiness
//   mood      → the light of the surroundings
//   trust     → how close and bright the core is

const still = matchMedia('(prefers-reduced-motion: reduce)');
const lerp = (a, b, t) => a + (b - a) * t;

export class Scene {
  #canvas; #context; #state = rest(); #target = rest(); #phase = 0; #last = 0;

  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
    new ResizeObserver(() => this.#fit()).observe(canvas);
    this.#fit();
    requestAnimationFrame(t => this.#frame(t));
  }

  /** Moves towards a state; numbers in [-1, 1], trust in [0, 1]. */
  feel(state) { this.#target = { ...rest(), ...state }; }

  #fit() {
    const ratio = Math.min(devicePixelRatio || 1, 2);
    this.#canvas.width = Math.max(1, this.#canvas.clientWidth * ratio);
    this.#canvas.height = Math.max(1, this.#canvas.clientHeight * ratio);
  }

  #frame(now) {
    const seconds = Math.min(0.05, (now - this.#last) / 1000 || 0);
    this.#last = now;
    for (const key of Object.keys(this.#state))
      this.#state[key] = lerp(this.#state[key], this.#target[key], 1 - Math.exp(-seconds * 2.2));
    if (!still.matches) this.#phase += seconds * (0.7 + 0.9 * (this.#state.arousal + 1));
    this.#draw();
    requestAnimationFrame(t => this.#frame(t));
  }

  #draw() {
    const { valence, arousal, dominance, mood, trust } = this.#state;
    const c = this.#context, w = this.#canvas.width, h = this.#canvas.height, size = Math.min(w, h);
    c.clearRect(0, 0, w, h);
    c.save();
    c.translate(w / 2, h / 2);
    const hue = valence >= 0 ? lerp(352, 402, valence) : lerp(352, 262, -valence);
    const breath = 1 + 0.035 * Math.sin(this.#phase * 1.1);
    const radius = size * (0.27 + 0.035 * dominance) * breath;

    const halo = c.createRadialGradient(0, 0, radius * 0.6, 0, 0, size * 0.5);
    halo.addColorStop(0, `hsl(${hue} 85% ${58 + 8 * mood}% / .42)`);
    halo.addColorStop(1, `hsl(${hue + 20} 80% 60% / 0)`);
    c.fillStyle = halo;
    c.fillRect(-w / 2, -h / 2, w, h);

    const roughness = size * (0.006 + 0.016 * (arousal + 1));
    for (let layer = 3; layer >= 0; layer--) {
      c.beginPath();
      for (let i = 0; i <= 96; i++) {
        const a = (i / 96) * Math.PI * 2;
        const wave = Math.sin(a * 3 + this.#phase * 1.3 + layer) + 0.6 * Math.sin(a * 5 - this.#phase * 1.7 + layer * 2)
          + 0.35 * Math.sin(a * 8 + this.#phase * 2.3);
        const r = radius * (1 + layer * 0.075) + wave * roughness * (0.5 + layer * 0.3);
        c.lineTo(Math.cos(a) * r, Math.sin(a) * r);
      }
      c.closePath();
      const body = c.createRadialGradient(-radius * 0.35, -radius * 0.4, radius * 0.05, 0, 0, radius * 1.3);
      body.addColorStop(0, `hsl(${hue + 14} 95% ${86 + 6 * trust}%)`);
      body.addColorStop(0.45, `hsl(${hue} 82% ${62 + 5 * valence}%)`);
      body.addColorStop(1, `hsl(${hue - 28} 62% ${38 + 6 * mood}%)`);
      c.globalAlpha = layer === 0 ? 1 : 0.13;
      c.fillStyle = body;
      c.fill();
    }

    c.globalAlpha = 0.35 + 0.55 * trust;
    const core = c.createRadialGradient(-radius * 0.2, -radius * 0.25, 0, -radius * 0.2, -radius * 0.25, radius * 0.55);
    core.addColorStop(0, 'rgb(255 255 255 / .9)');
    core.addColorStop(1, 'rgb(255 255 255 / 0)');
    c.fillStyle = core;
    c.beginPath();
    c.arc(0, 0, radius * 0.98, 0, Math.PI * 2);
    c.fill();
    c.restore();
  }
}

function rest() { return { valence: 0.1, arousal: -0.4, dominance: 0, mood: 0.1, trust: 0.5 }; }
