(a, task) => {
  a.remember();
  const found = [];
  const root = document.documentElement;
  const primary = (tag) => (tag ?? "").toLowerCase().split("-")[0];
  // A tag that the browser does not know says nothing.
  const known = (tag) => /^[a-z]{2,3}$/.test(tag) && !/^(mul|mis|zxx)$/.test(tag);
  const langOf = (element) => {
    for (let at = a.closest(element, "[lang]"); at; at = a.closest(a.parent(at), "[lang]")) {
      const tag = primary(at.getAttribute("lang"));
      if (!tag || known(tag) || !a.parent(at)) return tag;
    }
    return "";
  };
  if (!root.lang) {
    found.push(a.fault("3.1.1", root, "html without lang", "Set lang on html."));
  } else if (task.locale && primary(root.lang) !== primary(task.locale)) {
    found.push(
      a.fault(
        "3.1.1",
        root,
        `lang="${root.lang}" on a page in ${task.locale}`,
        "Set lang from the locale of the page.",
      ),
    );
  }

  if (/^(ar|he|fa|ur)$/.test(primary(root.lang)) && getComputedStyle(root).direction !== "rtl") {
    found.push(
      a.fault("1.3.2", root, `lang="${root.lang}" without dir="rtl"`, 'Set dir="rtl" on html.'),
    );
  }

  const texts = [];
  const code = (e) => Boolean(a.closest(e, "code, kbd, samp, pre, [translate=no]"));
  const push = (element, text) => {
    const clean = a.tidy(text);
    if (!/\p{L}{2}/u.test(clean)) return;
    texts.push({
      text: clean,
      part: a.part(element),
      selector: a.selector(element),
      html: a.snippet(element),
      code: code(element),
      marked: Boolean(a.closest(element, "[lang]:not(html)")),
    });
  };
  const title = document.querySelector("title");
  if (title) push(title, document.title);
  for (const node of a.textNodes(document.body)) push(node.parentElement, node.data);
  const has = a.past(Element, "hasAttribute");
  for (const element of a.all("body *")) {
    for (const name of [
      "aria-label",
      "aria-description",
      "aria-roledescription",
      "aria-valuetext",
      "title",
      "alt",
      "placeholder",
    ]) {
      if (has(element, name)) push(element, element.getAttribute(name));
    }
    if (a.matches(element, "input[type=submit], input[type=button], input[type=reset]"))
      push(element, element.value);
  }

  // Languages by the name they give themselves.
  const names = {
    suomi: "fi",
    suomeksi: "fi",
    svenska: "sv",
    "på svenska": "sv",
    english: "en",
    "in english": "en",
    deutsch: "de",
    français: "fr",
    español: "es",
    eesti: "et",
    русский: "ru",
    українська: "uk",
    العربية: "ar",
    soomaali: "so",
    davvisámegiella: "se",
    italiano: "it",
    中文: "zh",
    türkçe: "tr",
    selkosuomi: "fi",
    selkosuomeksi: "fi",
    selkokielellä: "fi",
    lättläst: "sv",
    "på lätt svenska": "sv",
  };
  for (const node of a.textNodes(document.body)) {
    const holder = node.parentElement;
    if (!a.shown(holder)) continue;
    const wanted = names[a.tidy(node.data).toLowerCase()];
    if (wanted && langOf(holder) !== wanted) {
      found.push(
        a.fault(
          "3.1.2",
          holder,
          `"${a.tidy(node.data)}" is read aloud as ${langOf(holder) || "no language"}`,
          `Set lang="${wanted}" on it.`,
        ),
      );
    }
  }
  for (const link of a.all("a[hreflang]").filter(a.shown)) {
    const own = a.tidy(link.textContent).toLowerCase();
    if (names[own] && primary(link.hreflang) !== names[own]) {
      found.push(
        a.fault(
          "3.1.2",
          link,
          `hreflang="${link.hreflang}" on a link called "${a.tidy(link.textContent)}"`,
          "Let hreflang and the name agree.",
        ),
      );
    }
  }

  // Whole sentences: the commonest small words tell the language.
  const small = {
    en: "the of and to in is you for with on are your this that be or we if can have not by it from when at as",
    fi: "ja on ei se tai että kun jos voit sinun olet myös vain ovat mutta sen hän joka mitä tämä ole niin kuin sekä",
    sv: "och att det som en på är av för med till den har inte om ett du kan din eller vi när ditt så hos från",
  };
  const sets = Object.fromEntries(
    Object.entries(small).map(([lang, list]) => [lang, new Set(list.split(" "))]),
  );
  const pseudo = /^(en-XA|ar-XB)$/.test(task.locale ?? "");
  const blocks = new Set(
    [...a.textNodes(document.body)].map((n) =>
      a.closest(
        n.parentElement,
        "p, li, td, th, dd, dt, h1, h2, h3, h4, label, legend, div, caption, summary, button, a, [lang]",
      ),
    ),
  );
  for (const block of blocks) {
    if (!block || pseudo || code(block) || !a.shown(block)) continue;
    const words =
      a
        .tidy(
          [...block.childNodes]
            .map((n) =>
              n.nodeType === 3 ||
              (/^(a|em|strong|b|i|span|time|abbr)$/.test(n.localName ?? "") && !n.lang)
                ? n.textContent
                : "",
            )
            .join(" "),
        )
        .toLowerCase()
        .match(/\p{L}+/gu) ?? [];
    if (words.length < 5) continue;
    const score = Object.fromEntries(
      Object.entries(sets).map(([lang, set]) => [lang, words.filter((w) => set.has(w)).length]),
    );
    const said = langOf(block);
    const [best, hits] = Object.entries(score).sort((x, y) => y[1] - x[1])[0];
    // Where nothing says a language, that is one fault of the page, and told there.
    if (
      said &&
      best !== said &&
      hits >= 3 &&
      hits >= 2 * ((score[said] ?? 0) + 0.5) &&
      hits / words.length > 0.2
    ) {
      found.push(
        a.fault(
          "3.1.2",
          block,
          `text in ${best} is marked as ${said}: "${words.slice(0, 8).join(" ")}"`,
          `Set lang="${best}" on it, or translate it.`,
        ),
      );
    }
  }
  return { faults: found, texts };
};
