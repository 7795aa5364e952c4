// Keeps what was chosen before when more is chosen, lists it, and takes single files out again.
// With an address, each file is sent at once, and the list is the one that the server answers with.
// These messages about types and sizes spare a wait; the server judges.
class CityFileUpload extends HTMLElement {
  connectedCallback() {
    const { input } = this;
    if (!input) return;
    /** @type {{ file: File, error: string, progress?: HTMLProgressElement }[]} Not yet at the server. */
    this.chosen ??= [];
    // One after the other, so that the last list of the server is the one that holds them all.
    this.turn ??= Promise.resolve();
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    input.addEventListener("change", () => this.add([...(input.files ?? [])]), { signal });
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
      const over = kind === "dragenter" || kind === "dragover";
      input.addEventListener(kind, () => this.toggleAttribute("data-over", over), { signal });
    }
  }

  disconnectedCallback() {
    this.listeners?.abort();
  }

  /** @returns {HTMLInputElement | null} */
  get input() {
    return this.querySelector("input[type=file]");
  }

  get list() {
    return this.querySelector(".city-file-upload__list");
  }

  get removers() {
    /** @type {NodeListOf<HTMLButtonElement>} */
    const buttons = this.querySelectorAll(".city-file-upload__remove");
    return [...buttons];
  }

  get language() {
    return this.closest("[lang]")?.getAttribute("lang") || undefined;
  }

  fault(file) {
    const { types, maxSize, wrongType = "", tooLarge = "" } = this.dataset;
    const name = file.name.toLowerCase();
    if (types && !types.split(" ").some((type) => name.endsWith(`.${type.toLowerCase()}`)))
      return wrongType;
    return maxSize && file.size > Number(maxSize) ? tooLarge : "";
  }

  async add(files) {
    /** @type {{ file: File, error: string, progress?: HTMLProgressElement }[]} */
    const fresh = files.map((file) => ({ file, error: this.fault(file) }));
    if (this.dataset.url) {
      const waiting = fresh.filter((one) => !one.error);
      for (const one of waiting) one.progress = this.progress(one.file.name);
      this.chosen = [...(this.chosen ?? []).filter((one) => one.progress), ...fresh];
      if (this.input) this.input.value = "";
      this.show();
      for (const one of waiting) this.turn = this.turn?.then(() => this.send(one));
      await this.turn;
    } else {
      const same = (a, b) => a.name === b.name && a.size === b.size;
      const known = (this.chosen ?? []).filter(
        (one) => this.input?.multiple && !files.some((file) => same(one.file, file)),
      );
      // Whoever opens the choice of files and leaves it again has chosen none.
      this.chosen = files.length ? [...known, ...fresh] : this.chosen;
      this.show();
    }
    this.say([this.count, ...fresh.map((one) => one.error)].filter(Boolean).join(". "));
  }

  clicked(event) {
    const button = event.target.closest?.(".city-file-upload__remove");
    if (!button) return;
    const place = this.removers.indexOf(button);
    const name = button.querySelector(":scope > span")?.textContent?.trim() ?? "";
    const row = this.rows.indexOf(button.closest("li"));
    if (row >= 0) {
      this.chosen?.splice(row, 1);
      this.show();
      this.left(place, name);
    } else if (this.dataset.url) {
      event.preventDefault();
      const body = this.body();
      body.append(button.name, button.value);
      // What can't be removed here is sent as the form is without scripts.
      this.turn = this.turn
        ?.then(() => this.request(body))
        .then(
          () => this.left(place, name),
          () => button.form?.requestSubmit(button),
        );
    }
  }

  // After a file has gone, the focus is on the next one's button, or in the field.
  left(place, name) {
    const { removers } = this;
    (removers[Math.min(place, removers.length - 1)] ?? this.input)?.focus();
    this.say((this.dataset.removed ?? "").replace("{name}", name));
  }

  body() {
    const body = new FormData();
    /** @type {NodeListOf<HTMLInputElement> | undefined} */
    const hidden = this.input?.form?.querySelectorAll("input[type=hidden]");
    for (const { name, value } of hidden ?? []) if (name) body.append(name, value);
    return body;
  }

  progress(name) {
    const progress = document.createElement("progress");
    progress.className = "city-file-upload__progress";
    progress.max = 1;
    progress.value = 0;
    progress.setAttribute("aria-label", (this.dataset.sending ?? "").replace("{name}", name));
    return progress;
  }

  async send(one) {
    const body = this.body();
    body.append(this.input?.name ?? "", one.file);
    try {
      await this.request(body, one.progress);
      this.chosen = this.chosen?.filter((other) => other !== one);
    } catch {
      one.error = this.dataset.failed ?? "";
      one.progress = undefined;
    }
    this.show();
  }

  // Sends, and puts the list of the answer in the place of this one.
  request(body, progress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", this.dataset.url ?? "");
      request.setRequestHeader("Accept", "text/html");
      request.responseType = "document";
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        if (progress && total) progress.value = loaded / total;
      });
      request.addEventListener("error", reject);
      request.addEventListener("load", () => {
        const list = request.response?.getElementById(this.list?.id);
        if (!list || request.status >= 500) return reject();
        this.list?.replaceWith(document.adoptNode(list));
        resolve(undefined);
      });
      request.send(body);
    });
  }

  // The rows of what is not yet at the server.
  get rows() {
    return [...this.querySelectorAll(":scope > .city-file-upload__files > li")];
  }

  get count() {
    const kept = this.list?.querySelectorAll("li:not(:has(.city-error-message))").length ?? 0;
    const number = kept + (this.chosen ?? []).filter((one) => !one.error && !one.progress).length;
    const form = new Intl.PluralRules(this.language).select(number);
    const words = this.getAttribute(`data-added-${form}`) ?? this.getAttribute("data-added-other");
    return number ? (words ?? "").replace("{count}", String(number)) : "";
  }

  show() {
    const { input, chosen = [] } = this;
    if (input && !this.dataset.url) {
      const sent = new DataTransfer();
      for (const one of chosen) if (!one.error) sent.items.add(one.file);
      input.files = sent.files;
    }
    this.querySelector(":scope > .city-file-upload__files")?.remove();
    if (chosen.length) {
      const rows = document.createElement("ul");
      rows.className = "city-file-upload__files";
      rows.setAttribute("role", "list");
      rows.append(...chosen.map((one, index) => this.row(one, index)));
      this.list?.after(rows);
    }
    const count = this.querySelector(".city-file-upload__count");
    if (count) count.textContent = this.count;
  }

  row({ file, error, progress }, index) {
    const row = document.createElement("li");
    row.className = "city-file-upload__file";
    const part = (name, text, tag = "span") => {
      const made = document.createElement(tag);
      made.className = name;
      made.textContent = text;
      return made;
    };
    const remove = part("city-file-upload__remove", this.dataset.remove, "button");
    remove.setAttribute("type", "button");
    remove.append(part("city-visually-hidden", ` ${file.name}`));
    row.append(
      part("city-file-upload__name", file.name),
      " ",
      part("city-file-upload__size", this.size(file.size)),
      progress ?? remove,
    );
    if (error) {
      const words = part("city-error-message", error, "p");
      words.id = `${this.input?.id}-chosen-${index}-error`;
      remove.setAttribute("aria-describedby", words.id);
      row.append(words);
    }
    return row;
  }

  size(bytes) {
    const { megabytes = "", kilobytes = "" } = this.dataset;
    const large = bytes >= 1e6;
    const number = large ? bytes / 1e6 : Math.ceil(bytes / 1000);
    const format = new Intl.NumberFormat(this.language, {
      maximumFractionDigits: number < 10 && large ? 1 : 0,
    });
    return (large ? megabytes : kilobytes).replace("{number}", format.format(number));
  }

  say(text) {
    const status = this.querySelector(":scope > [role=status]");
    if (status) status.textContent = text;
  }
}

if (!customElements.get("city-file-upload")) {
  customElements.define("city-file-upload", CityFileUpload);
}
