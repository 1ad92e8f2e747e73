/* Arrow keys move between the search box and the suggestions below it; Esc closes them. Without scripts: Tab. */
document.querySelectorAll("[data-suggest]").forEach((form) => {
  const box = form.querySelector("input[type=search]"), list = form.querySelector("#suggestions");
  form.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    if (event.key === "Escape" && links.length) { list.replaceChildren(); box.focus(); event.preventDefault(); return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !links.length) return;
    const at = links.indexOf(document.activeElement) + step;
    (links[at] ?? (at < 0 ? box : links.at(-1))).focus();
    event.preventDefault();
  });
});
