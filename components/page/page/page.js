// Wears what the reader chose in the display settings, on a site without a server. Linked in the
// head and not deferred, so that nothing is drawn before; and again when the choice changes, here
// or in another tab.
{
  const root = document.documentElement;

  const wear = () => {
    let kept;
    try {
      kept = localStorage["citydesign-display"];
    } catch {
      // Storage is blocked, so nothing was kept.
    }
    const chosen = new URLSearchParams(kept);
    for (const name of ["scheme", "contrast", "size", "spacing", "motion"]) {
      // Empty is back to the device; null was never asked, and what the server wrote stays. What
      // nobody can choose has no rule in the style sheet.
      const value = chosen.get(name);
      if (value) root.dataset[name] = value;
      else if (value === "") delete root.dataset[name];
    }
  };

  addEventListener("storage", wear);
  wear();
}
