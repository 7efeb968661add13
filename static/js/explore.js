// A live figure on demand: <figure data-explore data-figure="…" data-bundle="…"> with a drawing (data-still), an empty
// place (data-live), a button (data-start) and the tools (a template). Nothing is loaded before the reader asks.
// Without JavaScript, or when something cannot be loaded, the drawing and the table stay as they are.

// The address of the shapes is never asked: they are fetched here. It only takes the place of a foreign one.
const CONFIG = { displayModeBar: false, responsive: true, showTips: false, doubleClick: "reset", topojsonURL: "/static/" };
const dark = matchMedia("(prefers-color-scheme: dark)");
const wanted = {};

function load(url) {
  wanted[url] ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: url, onload: resolve, onerror: reject });
    document.head.append(script);
  });
  return wanted[url];
}

// plotly finds its style element here already and writes none of its own, which the policy would refuse.
function styles(url) {
  if (document.getElementById("plotly.js-style-global")) return;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: url, className: "no-inline-styles" });
  link.id = "plotly.js-style-global";
  document.head.append(link);
}

async function data(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

// "var(--ink)" becomes the colour that it is in the reader's theme.
function coloured(part, style) {
  if (Array.isArray(part)) return part.map((item) => coloured(item, style));
  if (part && typeof part === "object") return Object.fromEntries(Object.entries(part).map(([k, v]) => [k, coloured(v, style)]));
  const name = typeof part === "string" && part.match(/^var\((--[\w-]+)\)$/);
  return name ? style.getPropertyValue(name[1]).trim() : part;
}

// The name of a line and its key come as markup of the server's own.
function parsed(markup) {
  return new DOMParser().parseFromString(markup, "text/html").body.childNodes;
}

class Explorer {
  constructor(figure) {
    this.figure = figure;
    for (const part of ["still", "live", "start", "said", "key"]) this[part] = figure.querySelector(`[data-${part}]`);
    this.isMap = Boolean(figure.dataset.shapes);
    this.hidden = new Set();
    this.start.hidden = false;
    this.start.addEventListener("click", () => this.open());
    if (this.isMap) return;
    this.still.dataset.touchable = "";
    this.still.addEventListener("click", () => this.open());
  }

  say(text, shown = text) {
    this.said.textContent = shown;
    const announcer = document.querySelector("[data-announcer]");
    if (announcer) announcer.textContent = text;
  }

  async open() {
    if (this.busy) return;
    this.busy = true;
    this.say(this.figure.dataset.loading);
    try {
      await this.fetchAll();
      await this.show();
      this.say(this.figure.dataset.ready, "");
    } catch {
      this.turn(false);
      this.say(this.figure.dataset.failed);
    }
    this.busy = false;
  }

  async fetchAll() {
    const { bundle, shapes, styles: css, figure } = this.figure.dataset;
    styles(css);
    const [content, world] = await Promise.all([this.content ?? data(figure), shapes ? data(shapes) : null, load(bundle)]);
    this.content = content;
    if (world) window.PlotlyGeoAssets = { topojson: { world_50m: world } };
  }

  async show() {
    this.turn(true);
    await this.draw();
    if (!this.tools) this.addTools();
    for (const part of this.tools) part.hidden = false;
    this.tools[0].querySelector("button").focus({ preventScroll: true });
    dark.addEventListener("change", () => this.draw());
  }

  turn(live) {
    this.still.hidden = live;
    this.live.hidden = !live;
    this.start.parentElement.hidden = live;
    if (this.key) this.key.hidden = !live;
    if (!live) for (const part of this.tools ?? []) part.hidden = true;
  }

  draw() {
    const { data: traces, layout } = coloured(this.content, getComputedStyle(document.documentElement));
    if (innerWidth < 600) layout.margin = this.isMap ? layout.margin : { ...layout.margin, l: 40, r: 12 };
    layout.height = Math.min(layout.height, this.isMap ? 0.9 * this.live.clientWidth : Math.max(360, innerWidth));
    for (const trace of traces) trace.visible = !this.hidden.has(trace.meta.code);
    return Plotly.react(this.live, traces, layout, CONFIG);
  }

  addTools() {
    const part = this.figure.querySelector("template").content.cloneNode(true);
    this.tools = [...part.children];
    for (const button of part.querySelectorAll("[data-tool]")) button.addEventListener("click", () => this[button.dataset.tool]());
    this.list(part);
    this.start.parentElement.after(part);
  }

  list(part) {
    const box = part.querySelector("[data-lines]");
    if (!box) return;
    for (const { name, meta } of this.content.data) {
      if (meta.kind === "band") continue;
      const isOther = meta.kind === "other";
      box.querySelector(isOther ? "[data-others]" : "[data-main]").append(this.choice(name, meta));
    }
    if (!box.querySelector("[data-others] li")) box.querySelector("details").remove();
    box.querySelector("[data-all]")?.addEventListener("change", ({ target }) => {
      for (const input of box.querySelectorAll("[data-others] input")) this.toggle(input.value, (input.checked = target.checked));
      this.draw();
    });
  }

  choice(name, meta) {
    const item = document.createElement("li");
    const input = Object.assign(document.createElement("input"), { type: "checkbox", className: "form-check-input", checked: true, value: meta.code });
    const label = Object.assign(document.createElement("label"), { className: "choice" });
    label.append(input, ...parsed(meta.key ?? ""), " ", ...parsed(name));
    input.addEventListener("change", () => {
      this.toggle(meta.code, input.checked);
      this.draw();
    });
    item.append(label);
    return item;
  }

  toggle(code, shown) {
    if (shown) this.hidden.delete(code);
    else this.hidden.add(code);
  }

  zoom(factor) {
    if (this.isMap) return Plotly.relayout(this.live, { "geo.projection.scale": this.live._fullLayout.geo.projection.scale * factor });
    const [from, to] = this.live._fullLayout.xaxis.range;
    const half = Math.max(1, (to - from) / 2 / factor), middle = (from + to) / 2;
    return Plotly.relayout(this.live, { "xaxis.range": [middle - half, middle + half] });
  }

  closer() { this.zoom(1.5); }

  wider() { this.zoom(1 / 1.5); }

  whole() {
    const { layout } = this.content;
    if (this.isMap) this.frame(layout.geo.lonaxis.range, layout.geo.lataxis.range);
    else Plotly.relayout(this.live, { "xaxis.range": [...layout.xaxis.range], "yaxis.autorange": true });
  }

  world() { this.frame([-180, 180], [-60, 80]); }

  frame(lon, lat) {
    Plotly.relayout(this.live, {
      "geo.lonaxis.range": lon, "geo.lataxis.range": lat, "geo.projection.scale": 1,
      "geo.center.lon": (lon[0] + lon[1]) / 2, "geo.center.lat": (lat[0] + lat[1]) / 2,
    });
  }

  back() {
    this.turn(false);
    this.say("");
    this.start.focus();
  }

  // With what a picture needs away from its page: title, key, source, release. A picture knows no font of the page.
  sheet() {
    const { title, source } = this.content.layout.meta;
    const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();
    const { data: traces, layout } = this.live;
    const note = { text: source, showarrow: false, xref: "paper", yref: "paper", x: 0, y: 0, yshift: -48, xanchor: "left", yanchor: "top", align: "left", font: { size: 12 } };
    return {
      data: traces.filter((trace) => trace.visible !== false),
      layout: {
        ...layout, font: { ...layout.font, family: "Arial, Helvetica, sans-serif" }, showlegend: true, legend: { font: { color: ink } },
        annotations: [note],
        title: { text: title, x: 0.02, xanchor: "left", font: { size: 22, color: ink } }, margin: { l: 64, r: 24, t: 70, b: 110 },
      },
    };
  }

  // Drawn from plotly's SVG by hand: plotly's own way would need blob: images in the policy.
  async picture() {
    const width = 1200, height = this.isMap ? 1000 : 675;
    const url = await Plotly.toImage(this.sheet(), { format: "svg", width, height });
    const image = Object.assign(new Image(), { src: url });
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const file = URL.createObjectURL(await new Promise((done) => canvas.toBlob(done)));
    Object.assign(document.createElement("a"), { href: file, download: `${this.figure.dataset.name}.png` }).click();
    setTimeout(() => URL.revokeObjectURL(file), 10_000);
  }
}

for (const figure of document.querySelectorAll("[data-explore]")) new Explorer(figure);
