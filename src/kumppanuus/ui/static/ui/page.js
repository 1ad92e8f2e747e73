/* What makes pages nicer where scripts run. Every part has a way without it. */

// A form that needs correcting: the summary takes the focus.
document.querySelector("[data-focus]")?.focus();

// A table that fits needs no tab stop; one that does not is scrolled from the keyboard.
const scrolls = document.querySelectorAll(".table-scroll");
const fit = () => scrolls.forEach((box) => box.scrollWidth > box.clientWidth ? box.tabIndex = 0 : box.removeAttribute("tabindex"));
if (scrolls.length) { fit(); addEventListener("resize", fit, { passive: true }); }

// Esc closes an opened confirmation and gives the focus back.
addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.activeElement?.closest("details.confirm[open]");
  if (open) { open.open = false; open.querySelector("summary").focus(); }
});

// Copying an address.
document.querySelectorAll("[data-copy]").forEach((button) => {
  const words = button.querySelector("[data-done]"), before = words.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.parentElement.querySelector("input, textarea").value);
    words.textContent = words.dataset.done;
    setTimeout(() => { words.textContent = before; }, 3000);
  });
});

// A page that is printed by a button ([data-print] is shown only with scripts).
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});

// Keep what was typed: a draft per form in this browser, until the server has taken it.
const skip = /^(hidden|password|file|submit|button)$/;
const fields = (form) => [...form.elements].filter((one) => one.name && !skip.test(one.type));
const read = (form) => fields(form).filter((one) => !/radio|checkbox/.test(one.type) || one.checked).map((one) => [one.name, one.value]);
const store = {
  get: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden */ } },
  drop: (key) => { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
};
const arrival = performance.getEntriesByType("navigation")[0];
let sent = null;
try { sent = sessionStorage.getItem("kept-sent"); sessionStorage.removeItem("kept-sent"); } catch { /* forbidden */ }
const notes = [...document.querySelectorAll("[data-keep]")];
const keyOf = (note) => `kept:${location.pathname}:${note.dataset.keep}`;
const refused = document.querySelector(".error-summary, .field-wrong");
// The form was sent, and the page that followed is another one or was redirected to: it was taken.
if (sent && !refused && (arrival?.redirectCount > 0 || !notes.some((note) => keyOf(note) === sent))) store.drop(sent);

notes.forEach((note) => {
  const form = note.closest("form"), key = keyOf(note), draft = store.get(key), fresh = JSON.stringify(read(form));
  if (draft && !refused && JSON.stringify(draft) !== fresh) {
    fields(form).forEach((one) => {
      const values = draft.filter(([name]) => name === one.name).map(([, value]) => value);
      if (/radio|checkbox/.test(one.type)) one.checked = values.includes(one.value);
      else if (values.length) [one.value] = values;
      if (one.value && one.closest("details")) one.closest("details").open = true;
    });
    note.hidden = false;
    note.querySelector("button").addEventListener("click", () => { store.drop(key); form.reset(); note.hidden = true; });
  }
  form.addEventListener("input", () => store.set(key, read(form)));
  form.addEventListener("submit", (event) => {
    store.set(key, read(form));
    if (navigator.onLine === false) {
      event.preventDefault();
      const offline = form.querySelector("[data-offline]");
      offline.hidden = false;
      offline.focus();
      return;
    }
    try { sessionStorage.setItem("kept-sent", key); } catch { /* forbidden */ }
  });
});
