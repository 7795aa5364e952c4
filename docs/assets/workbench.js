// Try your colours: change meanings, see the frames, hear which pairs break, take the theme along.

import { apply, copyButton, frames, look, make, say } from "./gallery.js";

const channel = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);

/** WCAG 2 contrast ratio of two colours, each as #rrggbb. */
export function ratio(one, other) {
  const [light, dark] = [one, other]
    .map((hex) => parts(hex).map(channel))
    .map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b)
    .sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

// OKLab (Ottosson 2020): lightness moves while the hue stays.

function toOklab(hex) {
  const [r, g, b] = parts(hex).map(channel);
  const [l, m, s] = [
    0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
    0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
    0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
  ].map(Math.cbrt);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab(lightness, a, b) {
  const [l, m, s] = [
    lightness + 0.3963377774 * a + 0.2158037573 * b,
    lightness - 0.1055613458 * a - 0.0638541728 * b,
    lightness - 0.0894841775 * a - 1.291485548 * b,
  ].map((c) => c ** 3);
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((c) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
}

/** The colour of another lightness, its chroma lowered until the screen can show it. */
function withLightness([, a, b], lightness) {
  for (let chroma = 1; chroma >= 0; chroma -= 0.04) {
    const rgb = fromOklab(lightness, a * chroma, b * chroma);
    if (rgb.every((c) => c > -0.001 && c < 1.001)) return hexOf(rgb);
  }
  return hexOf(fromOklab(lightness, 0, 0));
}

const hexOf = (rgb) =>
  `#${rgb
    .map((c) =>
      Math.round(Math.min(Math.max(c, 0), 1) * 255)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;

/** The nearest colour of the same hue that keeps all limits, or undefined. */
export function nearest(hex, limits) {
  const lab = toOklab(hex);
  const steps = Array.from({ length: 501 }, (_, at) => at / 500);
  steps.sort((x, y) => Math.abs(x - lab[0]) - Math.abs(y - lab[0]));
  return steps
    .map((step) => withLightness(lab, step))
    .find((color) => limits.every((l) => keeps(ratio(color, l.color), l)));
}

const keeps = (value, { least, greatest = Infinity }) => value >= least && value <= greatest;

// The page

export async function start(bench) {
  const data = await (await fetch(new URL(bench.dataset.workbench, location))).json();
  const changed = {}; // by theme, mode, token
  let theme = "default";
  let mode = "light";
  let heard = 0;
  const value = (token, of = mode) =>
    changed[theme]?.[of]?.[token] ?? data.themes[theme][token][of];
  const change = (of, token, hex) => {
    changed[theme] ??= {};
    changed[theme][of] ??= {};
    changed[theme][of][token] = hex;
  };

  /** A pair with what it needs in a mode: bold text may be nearer to its ground. */
  const inMode = (pair, of) =>
    pair.bold && data.bold.includes(theme) && !of.startsWith("more")
      ? { ...pair, least: pair.bold }
      : pair;

  const place = bench.querySelector("[data-controls]");
  place.textContent = "";
  const report = make("section", { class: "gallery-report", "aria-labelledby": "gallery-report" });
  const inputs = make("div", { class: "gallery-inputs" });
  place.append(choices(), report, inputs, exported());
  draw();

  for (const frame of frames()) frame.addEventListener("load", show);

  function choices() {
    const form = make("form", { class: "gallery-toolbar__form", "aria-label": "What you change" });
    const names = Object.keys(data.themes);
    const pick = (label, options, done) => {
      const field = make("label", { class: "gallery-choice" });
      const select = make("select");
      for (const [key, text] of options) select.append(new Option(text, key));
      select.addEventListener("change", () => done(select.value));
      field.append(make("span", {}, label), select);
      return field;
    };
    form.append(
      pick(
        "Begin with",
        names.map((n) => [n, n[0].toUpperCase() + n.slice(1)]),
        (v) => {
          theme = v;
          draw();
        },
      ),
      pick("Change it in", Object.entries(data.modes), (v) => {
        mode = v;
        draw();
      }),
    );
    const undo = make("button", { type: "button", class: "gallery-button" }, "Undo all");
    undo.addEventListener("click", () => {
      delete changed[theme];
      draw();
      say("All changes are undone");
    });
    form.append(undo);
    form.addEventListener("submit", (event) => event.preventDefault());
    return form;
  }

  function draw() {
    const open = new Set([...inputs.querySelectorAll("details[open]")].map((d) => d.dataset.group));
    if (!inputs.children.length) open.add("text").add("action");
    inputs.textContent = "";
    const groups = {};
    for (const token of Object.keys(data.themes[theme])) {
      const group = token.split(".")[1];
      groups[group] ??= [];
      groups[group].push(token);
    }
    for (const [group, tokens] of Object.entries(groups)) {
      const details = make("details", { "data-group": group });
      details.open = open.has(group);
      details.append(make("summary", {}, group[0].toUpperCase() + group.slice(1)));
      for (const token of tokens) details.append(input(token));
      inputs.append(details);
    }
    look.theme = theme === "default" ? "" : theme;
    look.scheme = mode.endsWith("dark") ? "dark" : "light";
    apply();
    update();
  }

  function input(token) {
    const row = make("div", { class: "gallery-input" });
    const id = `token-${token.replaceAll(".", "-")}`;
    const name = token.split(".").slice(2).join(" ") || "itself";
    const color = make("input", { type: "color", id, value: value(token) });
    const text = make("input", {
      type: "text",
      value: value(token),
      "aria-label": `${token} as hex`,
      spellcheck: "false",
      maxlength: 7,
      size: 8,
    });
    const take = (hex) => {
      change(mode, token, hex);
      color.value = text.value = hex;
      text.removeAttribute("aria-invalid");
      update();
    };
    color.addEventListener("input", () => take(color.value));
    text.addEventListener("change", () => {
      const hex = text.value.trim().toLowerCase();
      if (/^#[0-9a-f]{6}$/.test(hex)) take(hex);
      else text.setAttribute("aria-invalid", "true");
    });
    row.append(color, make("label", { for: id }, name[0].toUpperCase() + name.slice(1)), text);
    return row;
  }

  function show() {
    for (const frame of frames()) {
      const style = frame.contentDocument?.documentElement?.style;
      if (!style) continue;
      for (const token of Object.keys(data.themes[theme]))
        style.removeProperty(`--city-${token.replaceAll(".", "-")}`);
      // More contrast can't be asked of a browser by a page, so its colours are put in by hand.
      const all = mode.startsWith("more")
        ? Object.keys(data.themes[theme])
        : Object.keys(changed[theme]?.[mode] ?? {});
      for (const token of all)
        style.setProperty(`--city-${token.replaceAll(".", "-")}`, value(token));
    }
  }

  function update() {
    show();
    const broken = [];
    for (const of of Object.keys(data.modes)) {
      for (const pair of data.pairs) {
        const got = ratio(value(pair.token, of), value(pair.against, of));
        const limit = inMode(pair, of);
        if (!keeps(got, limit)) broken.push({ ...limit, of, got });
      }
    }
    const heading = broken.length
      ? `${broken.length} ${broken.length === 1 ? "pair" : "pairs"} can't be read`
      : `All ${data.pairs.length} pairs hold, in all ${Object.keys(data.modes).length} modes`;
    report.textContent = "";
    report.dataset.broken = broken.length > 0;
    report.append(make("h2", { id: "gallery-report" }, heading));
    const list = make("ul");
    const byToken = new Map();
    for (const one of broken) {
      const key = `${one.token} ${one.of}`;
      byToken.set(key, [...(byToken.get(key) ?? []), one]);
    }
    for (const some of byToken.values()) list.append(fault(some));
    if (broken.length) report.append(list);
    if (heard !== broken.length) say(heading);
    heard = broken.length;
    output();
  }

  /** What is wrong with one colour in one mode, and a button that fixes it. */
  function fault(some) {
    const { token, of } = some[0];
    const item = make("li");
    item.append(make("code", {}, token), ` in ${data.modes[of].toLowerCase()}`);
    const pairs = make("ul");
    for (const { against, got, least, greatest } of some) {
      const line = make("li");
      const shown = (Math.floor(got * 100) / 100).toFixed(2);
      const limit = greatest ? `${least} to ${greatest}` : least;
      line.append("against ", make("code", {}, against), `: ${shown}:1, needs ${limit}:1`);
      pairs.append(line);
    }
    item.append(pairs);
    const limits = data.pairs
      .filter((pair) => pair.token === token)
      .map((pair) => ({ ...inMode(pair, of), color: value(pair.against, of) }));
    const better = nearest(value(token, of), limits);
    if (better) {
      const button = make("button", { type: "button", class: "gallery-button" }, `Take ${better}`);
      button.append(
        make("span", { class: "gallery-hidden" }, ` for ${token}, ${data.modes[of].toLowerCase()}`),
      );
      button.addEventListener("click", () => {
        change(of, token, better);
        draw();
        report.tabIndex = -1;
        report.focus();
      });
      item.append(button);
    } else item.append("No lightness of this hue will do: change what it is seen against.");
    return item;
  }

  function exported() {
    const box = make("section", { class: "gallery-export" });
    const area = make("pre", {
      class: "gallery-code",
      tabindex: 0,
      role: "region",
      "aria-label": "The theme as JSON",
    });
    area.append(make("code"));
    box.append(
      make("h2", {}, "Your theme"),
      make("p", {}, "The colours that differ from the default look, in all modes."),
    );
    const holder = make("div", { class: "gallery-copyable" });
    holder.append(
      area,
      copyButton(() => area.textContent, "the theme"),
    );
    box.append(holder);
    return box;
  }

  function output() {
    const tree = {};
    const differs = (token) =>
      Object.keys(data.modes).some((of) => value(token, of) !== data.themes.default[token][of]);
    for (const token of Object.keys(data.themes[theme]).filter(differs)) {
      const path = token.split(".");
      if (Object.keys(data.themes[theme]).some((other) => other.startsWith(`${token}.`)))
        path.push("$root");
      const last = path.pop();
      let group = tree;
      for (const part of path) group = group[part] ??= {};
      const [light, ...others] = Object.keys(data.modes);
      group[last] = {
        $value: written(value(token, light)),
        $extensions: {
          citydesign: Object.fromEntries(others.map((of) => [of, written(value(token, of))])),
        },
      };
    }
    place.querySelector(".gallery-export code").textContent = `${JSON.stringify(tree, null, 2)}\n`;
  }

  function written(hex) {
    return {
      colorSpace: "srgb",
      components: parts(hex).map((c) => Math.round(c * 10000) / 10000),
      hex,
    };
  }
}
