// The gallery's own pages: look of the frames, their height, tabs, copying, and what Material's
// shell leaves out. Everything is there without it, plainly.

const KEY = "citydesign-gallery";
const CHOICES = {
  theme: { label: "Theme", options: { "": "As written" } },
  scheme: { label: "Scheme", options: { "": "Your system's", light: "Light", dark: "Dark" } },
  width: { label: "Width", options: { "": "Full", 768: "768 px", 320: "320 px" } },
  language: {
    label: "Language",
    options: { en: "English", fi: "Suomi", sv: "Svenska", "ar-XB": "Pseudo-language" },
  },
  direction: {
    label: "Direction",
    options: { "": "Of the language", ltr: "Left to right", rtl: "Right to left" },
  },
};

// What you have chosen, remembered for the next page

export const look = { theme: "", scheme: "", width: "", language: "en", direction: "", ...read() };

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function remember() {
  try {
    localStorage.setItem(KEY, JSON.stringify(look));
  } catch {
    // Storage may be forbidden; then the choice lasts for this page.
  }
}

// Frames

const watched = new WeakMap();
export const frames = () => [...document.querySelectorAll(".gallery-frame > iframe")];

/** Dress the page in a frame, and fit the frame to it. */
function dress(frame) {
  const inner = frame.contentDocument;
  const root = inner?.documentElement;
  if (!root || !inner.body || inner.URL === "about:blank") return;
  if (!root.dataset.written) {
    root.dataset.written = JSON.stringify({
      theme: root.dataset.theme ?? "",
      scheme: root.dataset.scheme ?? "",
      direction: root.dir,
    });
  }
  const written = JSON.parse(root.dataset.written);
  set(root, "data-theme", look.theme || written.theme);
  set(root, "data-scheme", look.scheme || written.scheme);
  root.dir = look.direction || written.direction;
  link(inner, look.theme || written.theme);
  watch(frame, root);
}

function set(element, name, value) {
  if (value) element.setAttribute(name, value);
  else element.removeAttribute(name);
}

/** Puts a theme's style sheet in the place of another's; all others stay. */
function link(inner, theme) {
  const ours = new Set(Object.keys(themes).map(addressOf));
  const old = [...inner.querySelectorAll("link[rel=stylesheet]")].filter((sheet) =>
    ours.has(sheet.href),
  );
  if (theme && old.at(-1)?.href === addressOf(theme)) return;
  const remove = () => {
    for (const sheet of old) sheet.remove();
  };
  if (!themes[theme]) return void (theme || remove());
  const fresh = inner.createElement("link");
  fresh.rel = "stylesheet";
  fresh.href = addressOf(theme);
  // The old sheet stays until the new one is there, so that nothing flashes.
  fresh.addEventListener("load", remove);
  inner.head.append(fresh);
}

function watch(frame, root) {
  if (watched.get(frame) === root) return fit(frame, root);
  watched.set(frame, root);
  const style = root.ownerDocument.createElement("style");
  // A page as high as its window would grow with its frame.
  style.textContent = "html,body{block-size:auto!important;min-block-size:0!important}";
  root.ownerDocument.head.append(style);
  new ResizeObserver(() => fit(frame, root)).observe(root);
  root.ownerDocument.addEventListener("click", () => setTimeout(() => fit(frame, root), 200));
  fit(frame, root);
}

function fit(frame, root) {
  const { scrollHeight, clientHeight } = root;
  const height = scrollHeight > clientHeight ? scrollHeight : root.getBoundingClientRect().height;
  frame.style.blockSize = `${Math.min(Math.max(Math.ceil(height), 48), 2400)}px`;
}

function address(frame) {
  const wanted = frame.src.replace(/\.[\w-]+\.html$/, `.${look.language}.html`);
  if (frame.src !== wanted) frame.src = wanted;
}

export function apply() {
  document.documentElement.toggleAttribute("data-gallery-ready", true);
  set(document.documentElement, "data-scheme", look.scheme);
  for (const frame of frames()) {
    frame.parentElement.dataset.width = look.width;
    frame.parentElement.style.inlineSize = "";
    address(frame);
    dress(frame);
  }
}

const base = new URL("..", import.meta.url);
const themes = {};
const addressOf = (theme) => themes[theme] && new URL(themes[theme], base).href;

async function learnThemes() {
  const manifest = await (await fetch(new URL("citydesign/manifest.json", base))).json();
  for (const [name, { file }] of Object.entries(manifest)) {
    const theme = /^citydesign-(.+)\.css$/.exec(name)?.[1];
    if (!theme) continue;
    themes[theme] = `citydesign/${file}`;
    CHOICES.theme.options[theme] = theme[0].toUpperCase() + theme.slice(1);
  }
}

// The toolbar

function toolbar(place) {
  const form = make("form", {
    class: "gallery-toolbar__form",
    "aria-label": "Look of the examples",
  });
  for (const [name, { label, options }] of Object.entries(CHOICES)) {
    const field = make("label", { class: `gallery-choice gallery-choice--${name}` });
    const select = make("select", { name });
    for (const [value, text] of Object.entries(options)) {
      select.append(new Option(text, value, false, String(look[name]) === value));
    }
    field.append(make("span", {}, label), select);
    form.append(field);
  }
  form.addEventListener("change", (event) => {
    look[event.target.name] = event.target.value;
    remember();
    apply();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  place.append(form);
  place.hidden = false;
}

// Tabs over plain headings, as the ARIA Authoring Practices describe them

let number = 0;

function tabs(box) {
  const panels = [...box.querySelectorAll("[data-panel]")];
  const list = make("div", {
    role: "tablist",
    "aria-label": box.dataset.galleryTabs,
    class: "gallery-tabs",
  });
  const buttons = panels.map((panel) => {
    const id = `gallery-tab-${++number}`;
    panel.querySelector("h4").hidden = true;
    Object.assign(panel, { id: `${id}-panel` });
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", id);
    const button = make(
      "button",
      { type: "button", role: "tab", id, "aria-controls": panel.id },
      panel.dataset.panel,
    );
    list.append(button);
    return button;
  });
  const choose = (index, focus) => {
    buttons.forEach((button, at) => {
      button.setAttribute("aria-selected", at === index);
      button.tabIndex = at === index ? 0 : -1;
      panels[at].hidden = at !== index;
    });
    if (focus) buttons[index].focus();
  };
  list.addEventListener("click", (event) => {
    const index = buttons.indexOf(event.target.closest("[role=tab]"));
    if (index >= 0) choose(index, true);
  });
  list.addEventListener("keydown", (event) => {
    const last = buttons.length - 1;
    const at = buttons.indexOf(document.activeElement);
    const forward = getComputedStyle(list).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const to = {
      [forward]: at === last ? 0 : at + 1,
      [back]: at ? at - 1 : last,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(to, true);
  });
  box.prepend(list);
  choose(0, false);
}

// Copying

export function copyButton(text, label) {
  const button = make("button", { type: "button", class: "gallery-copy" }, "Copy");
  if (label) button.append(make("span", { class: "gallery-hidden" }, ` ${label}`));
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      // Browsers copy only from secure pages; on others the text is selected for you.
      getSelection().selectAllChildren(button.parentElement.querySelector("code"));
      say("Selected: press Ctrl and C to copy");
      return;
    }
    say(`Copied${label ? ` ${label}` : ""}`);
    button.dataset.copied = "";
    setTimeout(() => delete button.dataset.copied, 2000);
  });
  return button;
}

const status = make("div", { role: "status", class: "gallery-hidden" });

export function say(text) {
  status.textContent = "";
  requestAnimationFrame(() => (status.textContent = text));
}

export function make(name, attributes = {}, text = "") {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}

// What Material leaves out

function mend() {
  // Its menu and search open by labels that no keyboard reaches: buttons take their place.
  const names = { __drawer: "Menu", __search: "Search" };
  for (const label of document.querySelectorAll("label.md-header__button[for]")) {
    const toggle = document.getElementById(label.htmlFor);
    const button = make("button", {
      type: "button",
      class: label.className,
      "aria-label": names[toggle.id],
    });
    const tell = () => button.setAttribute("aria-expanded", toggle.checked);
    button.append(...label.childNodes);
    button.addEventListener("click", () => toggle.click());
    toggle.addEventListener("change", tell);
    tell();
    label.replaceWith(button);
  }
  document.addEventListener("keydown", ({ key }) => {
    const drawer = document.getElementById("__drawer");
    if (key !== "Escape" || !drawer?.checked) return;
    drawer.click();
    document.querySelector(".md-header__button[aria-label=Menu]").focus();
  });
  document.querySelector("[data-md-component=search]")?.removeAttribute("role");
  document.querySelector(".md-nav--primary")?.setAttribute("aria-label", "All pages");
  // One landmark for the pages; what is nested in it are lists.
  for (const nav of document.querySelectorAll(
    ".md-nav--primary nav.md-nav, .md-nav--secondary nav.md-nav",
  )) {
    for (const name of ["aria-expanded", "aria-labelledby", "aria-label"])
      nav.removeAttribute(name);
    nav.setAttribute("role", "none");
  }
  for (const label of document.querySelectorAll("label.md-nav__link[tabindex]"))
    label.removeAttribute("tabindex");
  for (const link of document.querySelectorAll(
    "a.md-nav__link--active, .md-tabs__item--active > a",
  )) {
    link.setAttribute("aria-current", link.pathname === location.pathname ? "page" : "true");
  }
}

/** Tables that scroll sideways are reached by keyboard; Material wraps them when it has started. */
function reachTables() {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])")) {
    const heads = [...box.querySelectorAll("th")].map((head) => head.textContent.trim());
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `Table: ${heads.filter(Boolean).join(", ")}`);
  }
}

// Start

mend();
reachTables();
new MutationObserver(reachTables).observe(document.querySelector("article") ?? document.body, {
  childList: true,
  subtree: true,
});
document.body.append(status);
document.querySelectorAll("[data-gallery-tabs]").forEach(tabs);
for (const block of document.querySelectorAll(
  ".gallery-code, .highlight > pre, pre.highlight, .highlighttable pre",
)) {
  const box = make("div", { class: "gallery-copyable" });
  block.before(box);
  const panel = block.closest("[data-panel]");
  const of = block.closest("[data-gallery-tabs]")?.dataset.galleryTabs.replace("Source of: ", "");
  box.append(
    block,
    copyButton(
      () => `${block.textContent.trim()}\n`,
      panel ? `${panel.dataset.panel} of ${of}` : "the code",
    ),
  );
  block.tabIndex = 0;
}
for (const frame of frames()) frame.addEventListener("load", () => dress(frame));
apply();
learnThemes().then(() => {
  document.querySelectorAll("[data-toolbar]").forEach(toolbar);
  apply();
  const bench = document.querySelector("[data-workbench]");
  if (bench) import("./workbench.js").then(({ start }) => start(bench));
});
