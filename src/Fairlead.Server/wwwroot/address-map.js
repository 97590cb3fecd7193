// The address map: one canvas, addresses from left to right, a lane for each kind of use. From all of IPv4 or IPv6 down to one address.

// In points of a page whose root font has 16 of them; they grow with it.
const overviewPoints = 16;
const axisPoints = 30;
const labelPoints = 15;
const fontPoints = 12;
const thin = 1.5; // px: what is narrower is drawn so wide, and runs into its neighbours
const reach = 4; // px around the pointer
const leastSpan = 4; // addresses

/** Ranges in order of their first address. Addresses are numbers in IPv4 and big integers in IPv6; differences of both become numbers. */
class Claims {
  constructor(data) {
    this.isWide = data.width === 128;
    this.highest = this.isWide ? (1n << 128n) - 1n : 2 ** 32 - 1;
    this.lanes = data.lanes;
    this.states = data.states;
    this.data = data;
    this.count = data.first.length;
    this.first = new Array(this.count);
    this.last = new Array(this.count);
    let at = 0;
    for (let i = 0; i < this.count; i++) {
      at = this.isWide ? BigInt(data.first[i]) : at + data.first[i];
      this.first[i] = at;
      this.last[i] = at + (this.isWide ? BigInt(data.more[i]) : data.more[i]);
    }

    this.byLane = data.lanes.map((_, lane) => new Lane(this, lane));
  }

  /** A whole number of addresses as this family counts them. */
  position(number) {
    return this.isWide ? BigInt(Math.round(number)) : Math.round(number);
  }

  /** The hull of some entries, as positions; null when there are none. */
  hull(indexes) {
    if (indexes.length === 0)
      return null;
    let last = this.last[indexes[0]];
    for (const index of indexes)
      last = this.last[index] > last ? this.last[index] : last;
    return { first: this.first[indexes[0]], last };
  }

  describe(index) {
    const { kinds, kind, owners, owner, sources, source, times, since, state } = this.data;
    const range = rangeText(this.first[index], this.last[index], this.isWide);
    const size = countText(this.last[index] - this.first[index]);
    const lines = [`${range} (${size})`, kinds[kind[index]] === "conflict" ? `conflict: ${owners[owner[index]]}` : `${kinds[kind[index]]} of ${owners[owner[index]]}, ${this.states[state[index]].name}`];
    lines.push(`from ${sources[source[index]]}${times[since[index]] ? `, since ${times[since[index]]}` : ""}`);
    return lines.join("\n");
  }
}

class Lane {
  constructor(claims, lane) {
    this.claims = claims;
    this.indexes = [];
    for (let i = 0; i < claims.count; i++) {
      if (claims.data.lane[i] === lane)
        this.indexes.push(i);
    }

    // The greatest last address up to each: ranges of one lane may overlap, and a long one may reach over many that begin later.
    this.reach = [];
    let last;
    for (const index of this.indexes) {
      last = last === undefined || claims.last[index] > last ? claims.last[index] : last;
      this.reach.push(last);
    }
  }

  /** Places in the lane that may touch a window: from the first that reaches into it to the last that begins before its end. */
  within(start, end) {
    const from = firstWhere(this.indexes.length, i => this.reach[i] >= start);
    const to = firstWhere(this.indexes.length, i => this.claims.first[this.indexes[i]] > end);
    return [from, to];
  }
}

function firstWhere(count, isSo) {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(middle))
      high = middle;
    else
      low = middle + 1;
  }

  return low;
}

/** The part of the addresses that is seen. Begins at a whole address and a fraction, so that it moves evenly at every scale. */
class Window {
  constructor(claims) {
    this.claims = claims;
    this.start = claims.position(0);
    this.fraction = 0;
    this.span = 1;
  }

  get end() {
    return this.start + this.claims.position(Math.ceil(this.span + this.fraction));
  }

  show(first, last, margin = 0.04) {
    const size = Number(last - first) + 1;
    const span = Math.max(size * (1 + 2 * margin), leastSpan);
    this.start = first;
    this.fraction = 0;
    this.span = span;
    this.move((size - span) / 2);
  }

  move(addresses) {
    const whole = Math.floor(this.fraction + addresses);
    this.start += this.claims.position(whole);
    this.fraction += addresses - whole;
    this.clamp();
  }

  zoom(factor, at) {
    const most = Number(this.claims.highest) + 1;
    const span = Math.min(Math.max(this.span * factor, leastSpan), most);
    this.move(at * (this.span - span));
    this.span = span;
    this.clamp();
  }

  clamp() {
    const zero = this.claims.position(0);
    if (this.start < zero)
      [this.start, this.fraction] = [zero, 0];
    const top = this.claims.highest - this.claims.position(Math.max(Math.floor(this.span) - 1, 0));
    if (this.start > top)
      [this.start, this.fraction] = [top < zero ? zero : top, 0];
  }

  x(position, width) {
    return (Number(position - this.start) - this.fraction) / this.span * width;
  }

  positionAt(x, width) {
    return this.start + this.claims.position(Math.floor(x / width * this.span + this.fraction));
  }
}

class AddressMap {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.section = canvas.closest("section");
    this.detail = this.part("detail");
    this.tip = this.part("tip");
    this.selected = -1;
    this.hovered = -1;
    this.lane = 0;
    this.draws = 0;
    this.pointers = new Map();
  }

  part(name) {
    return this.section.querySelector(`[data-map="${name}"]`);
  }

  async start() {
    this.claims = new Claims(await load(this.canvas.dataset.source));
    this.window = new Window(this.claims);
    this.readColours();
    this.whole = this.claims.hull([...this.claims.first.keys()]);
    if (!this.goToHash())
      this.showStart();
    for (const tools of this.section.querySelectorAll("[data-needs-script]"))
      tools.hidden = false;
    this.listen();
    this.resize();
  }

  // ---- What is shown ----

  /** The segments, where they lie near each other; else those near the first of them. */
  showStart() {
    const segments = this.claims.byLane[0].indexes;
    const all = this.claims.hull(segments.length > 0 ? segments : [...this.claims.first.keys()]);
    const most = this.claims.isWide ? 2 ** 96 : 2 ** 24;
    if (Number(all.last - all.first) <= most)
      return this.window.show(all.first, all.last);
    const near = segments.filter(index => Number(this.claims.last[index] - all.first) <= most);
    const part = near.length > 0 ? this.claims.hull(near) : all;
    this.window.show(part.first, part.last);
  }

  goToHash() {
    const range = parseRange(decodeURIComponent(location.hash.slice(1)), this.claims.isWide);
    if (!range)
      return false;
    this.goTo(range.first, range.last);
    this.selected = this.claims.first.findIndex((first, i) => first === range.first && this.claims.last[i] === range.last && this.claims.data.lane[i] !== 0);
    this.say(this.selected);
    return true;
  }

  goTo(first, last) {
    const size = Number(last - first) + 1;
    this.window.show(first, last, size < 16 ? 8 / size : 0.25);
    this.draw();
  }

  resize() {
    const box = { width: this.canvas.clientWidth, height: this.canvas.clientHeight };
    const scale = window.devicePixelRatio || 1;
    this.unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    this.font = `${fontPoints * this.unit}px "Segoe UI", system-ui, sans-serif`;
    this.monoFont = `${fontPoints * this.unit}px Consolas, "Courier New", monospace`;
    this.overviewHeight = overviewPoints * this.unit;
    this.axisHeight = axisPoints * this.unit;
    this.labelHeight = labelPoints * this.unit;
    this.width = box.width;
    this.height = box.height;
    this.canvas.width = Math.round(box.width * scale);
    this.canvas.height = Math.round(box.height * scale);
    this.context.setTransform(scale, 0, 0, scale, 0, 0);
    this.draw();
  }

  readColours() {
    const of = element => getComputedStyle(element).color;
    const probe = name => {
      const element = document.createElement("span");
      element.className = `colour-${name}`;
      this.section.append(element);
      const colour = of(element);
      element.remove();
      return colour;
    };
    this.colours = this.claims.lanes.map(lane => of(this.section.querySelector(`[data-lane="${lane.key}"]`)));
    this.text = probe("text");
    this.quiet = probe("quiet");
    this.line = probe("line");
    this.ground = probe("ground");
    this.patterns = new Map();
  }

  /** Draws with the next frame, once. */
  draw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.paint();
    });
  }

  paint() {
    const { context, width, height } = this;
    context.fillStyle = this.ground;
    context.fillRect(0, 0, width, height);
    this.paintOverview();
    this.paintAxis();
    this.laneTop = this.overviewHeight + this.axisHeight;
    this.laneHeight = (height - this.laneTop) / this.claims.lanes.length;
    this.claims.lanes.forEach((lane, index) => this.paintLane(lane, index));
    this.paintChoice(this.hovered, this.quiet);
    this.paintChoice(this.selected, this.text);
    const text = rangeText(this.window.start, min(this.window.end, this.claims.highest), this.claims.isWide);
    this.part("window").textContent = text;
    this.canvas.dataset.window = text;
    this.canvas.dataset.claims = this.claims.count;
    this.canvas.dataset.draws = ++this.draws;
    if (this.draws === 1)
      performance.mark("map-painted");
  }

  /** All that is claimed, and where in it the window lies. */
  paintOverview() {
    const { context, width } = this;
    const size = Number(this.whole.last - this.whole.first) + 1;
    const x = position => Number(position - this.whole.first) / size * width;
    context.fillStyle = this.line;
    context.fillRect(0, this.overviewHeight - 1, width, 1);
    if (this.overviewWidth !== width) {
      this.overviewWidth = width;
      this.overview = new Path2D();
      let end = -1;
      for (let i = 0; i < this.claims.count; i++) {
        const from = Math.max(x(this.claims.first[i]), end);
        const to = Math.max(x(this.claims.last[i]), from + 0.75);
        if (to > end)
          this.overview.rect(from, 3, to - from, this.overviewHeight - 7);
        end = Math.max(end, to);
      }
    }

    context.fillStyle = this.quiet;
    context.fill(this.overview);
    context.strokeStyle = this.text;
    context.lineWidth = 1.5;
    const left = Math.max(x(this.window.start), 0);
    context.strokeRect(left + 0.75, 1, Math.max(Math.min(x(this.window.end), width) - left - 1.5, 3), this.overviewHeight - 3);
  }

  paintAxis() {
    const { context, width } = this;
    const room = (this.claims.isWide ? 300 : 120) * this.unit;
    let power = 0;
    while (2 ** power / this.window.span * width < room && power < 128)
      power++;
    const step = this.claims.isWide ? 1n << BigInt(power) : 2 ** power;
    const [top, bottom] = [this.overviewHeight, this.overviewHeight + this.axisHeight];
    context.font = this.monoFont;
    context.textBaseline = "middle";
    context.textAlign = "left";
    const remainder = this.window.start % step;
    for (let at = this.window.start - remainder; at <= this.window.end && at <= this.claims.highest; at += step) {
      const x = this.window.x(at, width);
      context.fillStyle = this.line;
      context.fillRect(Math.round(x), top + 4, 1, this.height);
      for (let minor = 1; minor < 8 && power >= 3; minor++)
        context.fillRect(Math.round(x + minor * Number(step) / 8 / this.window.span * width), bottom - 5, 1, 5);
      context.fillStyle = this.text;
      context.fillText(addressText(at, this.claims.isWide), x + 4, top + this.axisHeight / 2);
    }
  }

  paintLane(lane, number) {
    const { context, width, claims } = this;
    const top = this.laneTop + number * this.laneHeight;
    const [bandTop, bandHeight] = [top + this.labelHeight, this.laneHeight - this.labelHeight - 5];
    context.fillStyle = this.line;
    context.fillRect(0, Math.round(bandTop + bandHeight + 2), width, 1);
    const { indexes } = claims.byLane[number];
    const [from, to] = claims.byLane[number].within(this.window.start, this.window.end);
    const wide = [];
    // Runs of thin ones in one state are one rectangle: their number follows the width of the screen, not that of the claims.
    let run = null;
    const flush = () => {
      if (run) {
        context.fillStyle = this.fill(number, run.state, false);
        context.fillRect(run.left, bandTop, run.right - run.left, bandHeight);
      }
      run = null;
    };
    for (let i = from; i < to; i++) {
      const index = indexes[i];
      const left = this.window.x(claims.first[index], width);
      const right = left + (Number(claims.last[index] - claims.first[index]) + 1) / this.window.span * width;
      if (right < 0)
        continue;
      if (right - left > 6) {
        wide.push([index, Math.max(left, -2), Math.min(right, width + 2)]);
        continue;
      }

      const end = Math.max(right, left + thin);
      const state = claims.data.state[index];
      if (run && run.state === state && left <= run.right + 0.25) {
        run.right = Math.max(run.right, end);
      } else {
        flush();
        run = { left, right: end, state };
      }
    }

    flush();
    for (const [index, left, right] of wide)
      this.paintBar(number, index, left, right, bandTop, bandHeight);
    context.font = this.font;
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.fillStyle = this.ground;
    context.fillRect(0, top, context.measureText(lane.name).width + 12, this.labelHeight);
    context.fillStyle = this.quiet;
    context.fillText(lane.name, 6, top + this.labelHeight / 2 + 1);
  }

  paintBar(lane, index, left, right, top, height) {
    const { context, claims } = this;
    const state = claims.states[claims.data.state[index]].key;
    context.fillStyle = this.fill(lane, claims.data.state[index], true);
    context.fillRect(left, top, right - left, height);
    context.strokeStyle = this.colours[lane];
    context.lineWidth = 1;
    context.setLineDash(state === "chosen" ? [4, 3] : []);
    context.strokeRect(left + 0.5, top + 0.5, right - left - 1, height - 1);
    context.setLineDash([]);
    if (state === "active") {
      context.fillStyle = this.text;
      context.fillRect(left, top + height - 3, right - left, 3);
    }

    if (right - left < 48 * this.unit)
      return;
    const isSolid = state === "written" || state === "active";
    const [from, to] = [Math.max(left, 0), Math.min(right, this.width)];
    context.save();
    context.beginPath();
    context.rect(from, top, to - from - 2, height);
    context.clip();
    context.font = this.font;
    context.textBaseline = "middle";
    context.textAlign = "left";
    const label = shortName(claims.data, index);
    if (!isSolid) {
      context.fillStyle = this.ground;
      context.fillRect(from + 4, top + 3, context.measureText(label).width + 6, height - 6);
    }
    context.fillStyle = isSolid ? this.ground : this.text;
    context.fillText(label, from + 7, top + height / 2);
    context.restore();
  }

  paintChoice(index, colour) {
    if (index < 0)
      return;
    const { context, claims, width } = this;
    const lane = claims.data.lane[index];
    const left = Math.max(this.window.x(claims.first[index], width), -4);
    const right = Math.min(left + Math.max((Number(claims.last[index] - claims.first[index]) + 1) / this.window.span * width, thin), width + 4);
    const top = this.laneTop + lane * this.laneHeight + this.labelHeight;
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.strokeRect(left - 2, top - 2, right - left + 4, this.laneHeight - this.labelHeight - 1);
  }

  /** A colour, or a pattern of lines or dots in it. Thin bars have no room for a pattern. */
  fill(lane, state, hasRoom) {
    const key = this.claims.states[state].key;
    const colour = this.colours[lane];
    if (!hasRoom || key === "written" || key === "active")
      return colour;
    const name = `${lane} ${key}`;
    if (!this.patterns.has(name))
      this.patterns.set(name, this.context.createPattern(tile(colour, this.ground, key), "repeat"));
    return this.patterns.get(name);
  }

  // ---- What the user does ----

  listen() {
    const { canvas } = this;
    canvas.addEventListener("wheel", event => this.onWheel(event), { passive: false });
    canvas.addEventListener("pointerdown", event => this.onDown(event));
    canvas.addEventListener("pointermove", event => this.onMove(event));
    for (const name of ["pointerup", "pointercancel"])
      canvas.addEventListener(name, event => this.onUp(event));
    canvas.addEventListener("pointerleave", () => this.hover(-1));
    canvas.addEventListener("keydown", event => this.onKey(event));
    this.part("in").addEventListener("click", () => this.zoom(0.5));
    this.part("out").addEventListener("click", () => this.zoom(2));
    this.part("all").addEventListener("click", () => this.showAll());
    this.part("place").addEventListener("change", event => {
      const range = parseRange(event.target.value, this.claims.isWide);
      if (range) {
        this.window.show(range.first, range.last);
        this.draw();
      }
    });
    window.addEventListener("hashchange", () => this.goToHash() && this.section.scrollIntoView({ block: "nearest" }));
    new ResizeObserver(() => this.resize()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.readColours();
      this.draw();
    });
    document.addEventListener("fairlead-news", () => this.reload());
  }

  /** The same window over what is claimed now. */
  async reload() {
    const range = this.selected >= 0 ? [this.claims.first[this.selected], this.claims.last[this.selected], this.claims.data.lane[this.selected]] : null;
    const claims = new Claims(await load(this.canvas.dataset.source));
    if (claims.count === 0)
      return;
    this.window.claims = this.claims = claims;
    this.whole = claims.hull([...claims.first.keys()]);
    this.overviewWidth = -1;
    this.hovered = -1;
    this.selected = range ? claims.first.findIndex((first, i) => first === range[0] && claims.last[i] === range[1] && claims.data.lane[i] === range[2]) : -1;
    this.draw();
  }

  showAll() {
    this.window.show(this.whole.first, this.whole.last);
    this.draw();
  }

  zoom(factor, at = 0.5) {
    this.window.zoom(factor, at);
    this.draw();
  }

  move(part) {
    this.window.move(part * this.window.span);
    this.draw();
  }

  onWheel(event) {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 16 : 1;
    const [x, y] = [event.deltaX * unit, event.deltaY * unit];
    if (event.shiftKey || Math.abs(x) > Math.abs(y))
      this.move((event.shiftKey && x === 0 ? y : x) / this.width);
    else
      this.zoom(Math.exp(y * (event.ctrlKey ? 0.01 : 0.002)), event.offsetX / this.width);
  }

  onDown(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, { x: event.offsetX, startX: event.offsetX, isOverview: event.offsetY < this.overviewHeight });
    if (event.offsetY < this.overviewHeight)
      this.jump(event.offsetX);
  }

  onMove(event) {
    const pointer = this.pointers.get(event.pointerId);
    if (!pointer) {
      this.hover(this.hit(event.offsetX, event.offsetY), event.offsetX, event.offsetY);
      return;
    }

    const before = [...this.pointers.values()].map(each => each.x);
    const moved = event.offsetX - pointer.x;
    pointer.x = event.offsetX;
    if (pointer.isOverview) {
      this.jump(event.offsetX);
    } else if (before.length === 2) {
      const after = [...this.pointers.values()].map(each => each.x);
      const distance = ([a, b]) => Math.max(Math.abs(a - b), 8);
      this.zoom(distance(before) / distance(after), (after[0] + after[1]) / 2 / this.width);
    } else {
      this.move(-moved / this.width);
    }
  }

  onUp(event) {
    const pointer = this.pointers.get(event.pointerId);
    this.pointers.delete(event.pointerId);
    if (!pointer || pointer.isOverview || event.type !== "pointerup" || Math.abs(event.offsetX - pointer.startX) > reach)
      return;
    this.select(this.hit(event.offsetX, event.offsetY));
    this.hover(this.selected, event.offsetX, event.offsetY);
  }

  /** A place of the overview to the middle of the window. */
  jump(x) {
    const size = Number(this.whole.last - this.whole.first) + 1;
    this.window.start = this.whole.first + this.claims.position(Math.max(x / this.width * size, 0));
    this.window.fraction = 0;
    this.window.move(-this.window.span / 2);
    this.draw();
  }

  onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey)
      return;
    const act = {
      "+": () => this.zoom(0.5),
      "=": () => this.zoom(0.5),
      "-": () => this.zoom(2),
      ArrowLeft: () => this.move(-0.2),
      ArrowRight: () => this.move(0.2),
      ArrowUp: () => this.changeLane(-1),
      ArrowDown: () => this.changeLane(1),
      PageUp: () => this.step(-1),
      PageDown: () => this.step(1),
      Enter: () => this.selected >= 0 && this.goTo(this.claims.first[this.selected], this.claims.last[this.selected]),
      Home: () => this.showAll(),
      Escape: () => this.select(-1),
    }[event.key];
    if (!act)
      return;
    event.preventDefault();
    act();
  }

  /** The next lane that has something, at what lies nearest to the middle. */
  changeLane(by) {
    const count = this.claims.lanes.length;
    const current = this.selected >= 0 ? this.claims.data.lane[this.selected] : by > 0 ? -1 : count;
    for (let lane = current + by; lane >= 0 && lane < count; lane += by) {
      const { indexes } = this.claims.byLane[lane];
      if (indexes.length === 0)
        continue;
      const middle = this.window.positionAt(this.width / 2, this.width);
      const next = firstWhere(indexes.length, i => this.claims.first[indexes[i]] >= middle);
      this.choose(indexes[Math.min(next, indexes.length - 1)]);
      return;
    }
  }

  step(by) {
    if (this.selected < 0)
      return this.changeLane(1);
    const { indexes } = this.claims.byLane[this.claims.data.lane[this.selected]];
    const next = indexes[indexes.indexOf(this.selected) + by];
    if (next !== undefined)
      this.choose(next);
  }

  /** Selects, and moves the window there when it lies outside. */
  choose(index) {
    this.select(index);
    const [first, last] = [this.claims.first[index], this.claims.last[index]];
    if (first < this.window.start || last > this.window.end) {
      this.window.start = first;
      this.window.fraction = 0;
      this.window.move((Number(last - first) + 1 - this.window.span) / 2);
    }
  }

  select(index) {
    this.selected = index;
    this.say(index);
    this.draw();
  }

  say(index) {
    if (index >= 0)
      this.detail.textContent = this.claims.describe(index);
  }

  hover(index, x, y) {
    if (index !== this.hovered) {
      this.hovered = index;
      this.draw();
    }

    this.tip.hidden = index < 0;
    if (index < 0)
      return;
    this.tip.textContent = this.claims.describe(index);
    const left = Math.max(Math.min(x + 12, this.width - this.tip.offsetWidth), 0);
    const top = y + 16 + this.tip.offsetHeight > this.height ? y - this.tip.offsetHeight - 8 : y + 16;
    this.tip.style.transform = `translate(${left}px, ${top}px)`;
  }

  /** The smallest range under a point; -1 when there is none. */
  hit(x, y) {
    const number = Math.floor((y - this.laneTop) / this.laneHeight);
    if (number < 0 || number >= this.claims.lanes.length)
      return -1;
    const lane = this.claims.byLane[number];
    const [start, end] = [this.window.positionAt(x - reach, this.width), this.window.positionAt(x + reach, this.width)];
    const exact = this.window.positionAt(x, this.width);
    const [from, to] = lane.within(start, end);
    let best = -1;
    let bestSize = Infinity;
    for (let i = from; i < to; i++) {
      const index = lane.indexes[i];
      if (this.claims.last[index] < start)
        continue;
      const isUnder = this.claims.first[index] <= exact && exact <= this.claims.last[index];
      const size = Number(this.claims.last[index] - this.claims.first[index]) + (isUnder ? 0 : Number(this.claims.highest));
      if (size < bestSize)
        [best, bestSize] = [index, size];
    }

    return best;
  }
}

async function load(address) {
  const response = await fetch(address);
  if (!response.ok)
    throw new Error(`The map's data can't be read: ${response.status}.`);
  return response.json();
}

function min(one, other) {
  return one < other ? one : other;
}

/** A square that repeats: reserved has lines, quarantined dots, chosen a light ground. */
function tile(colour, ground, state) {
  const size = 8;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [size, size];
  const context = canvas.getContext("2d");
  context.fillStyle = ground;
  context.fillRect(0, 0, size, size);
  context.fillStyle = context.strokeStyle = colour;
  context.globalAlpha = 0.3;
  context.fillRect(0, 0, size, size);
  context.globalAlpha = 1;
  if (state === "reserved") {
    context.lineWidth = 2;
    context.beginPath();
    for (const x of [-size, 0, size]) {
      context.moveTo(x - 1, size + 1);
      context.lineTo(x + size + 1, -1);
    }
    context.stroke();
  } else if (state === "quarantined") {
    context.fillRect(1, 1, 2, 2);
    context.fillRect(5, 5, 2, 2);
  }

  return canvas;
}

function shortName(data, index) {
  const owner = data.owners[data.owner[index]];
  return data.kinds[data.kind[index]] === "conflict" ? owner.slice(0, 6) : owner.slice(owner.lastIndexOf("/") + 1);
}

function countText(more) {
  if (typeof more === "number" || more < 1n << 40n) {
    const count = Number(more) + 1;
    return `${count.toLocaleString("en")} ${count === 1 ? "address" : "addresses"}`;
  }

  return `about 2^${(more + 1n).toString(2).length - 1} addresses`;
}

function rangeText(first, last, isWide) {
  return first === last ? addressText(first, isWide) : `${addressText(first, isWide)}-${addressText(last, isWide)}`;
}

function addressText(address, isWide) {
  if (!isWide)
    return [24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256).join(".");
  const groups = address.toString(16).padStart(32, "0").match(/.{4}/g).map(group => group.replace(/^0{1,3}/, ""));
  // RFC 5952, section 4.2.3: the longest run of zeros, at least two, the first of equals.
  const runs = [...groups.join(":").matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)];
  const longest = runs.reduce((best, run) => run[0].replace(/:/g, "").length > (best?.[0].replace(/:/g, "").length ?? 1) ? run : best, undefined);
  if (!longest)
    return groups.join(":");
  const text = groups.join(":");
  return `${text.slice(0, longest.index)}::${text.slice(longest.index + longest[0].length + 1)}`;
}

/** An address, a prefix or a range of the family; null when the text is none. */
function parseRange(text, isWide) {
  const [from, to] = text.split("-");
  const [address, length] = from.split("/");
  const first = parseAddress(address, isWide);
  if (first === null)
    return null;
  if (length !== undefined) {
    const free = (isWide ? 128 : 32) - Number(length);
    return { first, last: first + (isWide ? (1n << BigInt(free)) - 1n : 2 ** free - 1) };
  }

  const last = to === undefined ? first : parseAddress(to, isWide);
  return last === null || last < first ? null : { first, last };
}

function parseAddress(text, isWide) {
  if (!isWide)
    return /^\d+(\.\d+){3}$/.test(text) ? text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0) : null;
  if (!/^[0-9a-f:]+$/i.test(text) || !text.includes(":"))
    return null;
  const [head, tail] = text.split("::").map(part => part ? part.split(":") : []);
  const groups = tail === undefined ? head : [...head, ...Array(8 - head.length - tail.length).fill("0"), ...tail];
  return groups.length === 8 ? groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n) : null;
}

const canvas = document.getElementById("address-map");
if (canvas) {
  const map = new AddressMap(canvas);
  map.start().catch(error => map.detail.textContent = error.message);
}
