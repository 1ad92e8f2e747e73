// Texts that save themselves: what could not be sent stays on the device (page.js keeps it) and goes when the server answers again.
const state = (form) => form.querySelector("[data-state]");
const typed = (form) => JSON.stringify([...form.querySelectorAll("textarea")].map((one) => one.value));
const drop = (form) => { try { localStorage.removeItem(`kept:${location.pathname}:${form.querySelector("[data-keep]").dataset.keep}`); } catch { /* forbidden */ } };

document.querySelectorAll("form[data-part]").forEach((form) => {
  const offline = form.querySelector("[data-offline]"), note = form.querySelector("[data-keep]");
  const refused = form.querySelector("[data-refused]");
  let sent = "", lost = false;
  const resend = () => { if (lost) { lost = false; window.htmx.trigger(form, "resend"); } };
  const failed = () => { lost = true; offline.hidden = false; setTimeout(resend, 10000); };
  form.addEventListener("htmx:beforeRequest", () => { sent = typed(form); });
  form.addEventListener("htmx:sendError", failed);
  form.addEventListener("htmx:timeout", failed);
  form.addEventListener("htmx:responseError", (event) => { if (event.detail.xhr.status < 500) refused.hidden = false; else failed(); });
  form.addEventListener("htmx:afterSwap", () => {
    try { sessionStorage.removeItem("kept-sent"); } catch { /* forbidden */ }
    offline.hidden = refused.hidden = true;
    if (!state(form).querySelector("[data-saved]")) return;
    note.hidden = true;
    // What was typed while the answer was on its way is not saved yet: it is kept anew, with the revision it builds on.
    if (typed(form) === sent) drop(form); else form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  addEventListener("online", resend);
  // A draft that an earlier visit could not send goes now.
  if (!note.hidden) { lost = true; addEventListener("load", resend); }
});
