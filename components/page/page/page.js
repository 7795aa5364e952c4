// Wears what the reader chose in the display settings, on a site without a server. Linked in the
// head and not deferred, so that nothing is drawn before; and again when the choice changes, here
// or in another tab.
{
  const KEY = "citydesign-display";
  const OFFERED = {
    scheme: ["light", "dark"],
    contrast: ["more"],
    text_size: ["125", "150", "200"],
    spacing: ["wide"],
    motion: ["none"],
  };
  const root = document.documentElement;
  const own = root.getAttribute("data-scheme");

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
    } catch {
      return {}; // storage is blocked, or holds what nobody chose here
    }
  };

  const wear = () => {
    const chosen = read();
    for (const [name, values] of Object.entries(OFFERED)) {
      const attribute = `data-${name.replace("_", "-")}`;
      const value = values.includes(chosen[name]) ? chosen[name] : name === "scheme" && own;
      if (value) root.setAttribute(attribute, value);
      else root.removeAttribute(attribute);
    }
  };

  addEventListener("storage", wear);
  wear();
}
