/* Comfort, never a must: drafts keep themselves, fold-outs close, errors get the focus. Every page works without it. */
(() => {
  "use strict";

  const DAYS_KEPT = 7;
  const reader = document.body.dataset.reader || "nobody";
  const prefix = "kopgroep-draft:";
  const nameOf = (form) => `${prefix}${reader}:${form.dataset.draft}:${location.pathname}`;
  const keeps = (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type);

  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const write = (key, draft) => { try { localStorage.setItem(key, JSON.stringify(draft)); } catch { /* full or forbidden: no draft then */ } };
  const drop = (key) => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } };
  const draftKeys = () => { try { return Object.keys(localStorage).filter((key) => key.startsWith(prefix)); } catch { return []; } };

  function values(form) {
    return [...form.elements].filter(keeps).map((field) =>
      ["checkbox", "radio"].includes(field.type) ? [field.name, field.value, field.checked] : [field.name, field.value]);
  }

  function restore(form, kept) {
    for (const [name, value, checked] of kept) {
      const fields = [...form.elements].filter((field) => keeps(field) && field.name === name);
      if (checked === undefined) { if (fields[0]) fields[0].value = value; }
      else for (const field of fields) if (field.value === value) field.checked = checked;
    }
  }

  function keepDraft(form) {
    const key = nameOf(form);
    const note = form.querySelector("[data-draft-note]");
    const draft = read(key);
    const empty = JSON.stringify(values(form));
    if (draft && !("bound" in form.dataset) && JSON.stringify(draft.values) !== empty) {
      restore(form, draft.values);
      if (note) note.hidden = false;
    }
    form.addEventListener("input", () => write(key, { at: Date.now(), values: values(form) }));
    // A sent draft is thrown away on the next page that is not this form again, so that a lost session loses nothing.
    form.addEventListener("submit", () => write(key, { at: Date.now(), values: values(form), sent: true }));
    form.querySelector("[data-draft-clear]")?.addEventListener("click", () => { drop(key); form.reset(); note.hidden = true; form.querySelector("input:not([type=hidden]), select, textarea")?.focus(); });
  }

  const forms = [...document.querySelectorAll("form[data-draft]")];
  forms.forEach(keepDraft);
  const onPage = new Set(forms.map(nameOf));
  const waitsForSignIn = Boolean(document.querySelector("[data-keep-drafts]"));
  for (const key of draftKeys()) {
    const draft = read(key);
    const old = !draft || Date.now() - draft.at > DAYS_KEPT * 86400000;
    if (old || (draft.sent && !onPage.has(key) && !waitsForSignIn)) drop(key);
  }
  document.querySelectorAll("form[data-forget-drafts]").forEach((form) => form.addEventListener("submit", () => draftKeys().forEach(drop)));

  document.querySelector(":not([data-still] *)[data-focus]")?.focus();

  const drops = () => document.querySelectorAll("details.kg-drop[open]");
  document.addEventListener("click", (event) => drops().forEach((fold) => { if (!fold.contains(event.target)) fold.open = false; }));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    drops().forEach((fold) => { fold.open = false; fold.querySelector("summary").focus(); });
  });
})();
