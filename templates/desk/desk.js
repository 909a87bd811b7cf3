// Keys for the desk, and a few comforts. Every act is a plain form or link of the page; a key only
// presses it. Nothing is fetched but whether a check is done.
"use strict";

const KEYS = "tracer-keys";
let leaving = false;

const isTyping = (element) =>
  element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName) &&
  !/^(checkbox|radio|button|submit|file)$/.test(element.type);

const keysAreOn = () => localStorage.getItem(KEYS) !== "off";

function press(target) {
  if (target.matches("summary")) {
    target.parentElement.open = true;
    const field = target.parentElement.querySelector("input:not([type=hidden]), textarea");
    (field || target).focus();
    (field || target).scrollIntoView({ block: "center" });
  } else if (target.matches("input, textarea")) {
    target.focus();
    if (target.select) target.select();
  } else {
    target.click();
  }
}

document.addEventListener("keydown", (event) => {
  const help = document.getElementById("help");
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (leaving || event.repeat || (help && help.open) || !keysAreOn()) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  press(target);
});

// One form is sent once; what takes a while says so.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  if (leaving) return event.preventDefault();
  leaving = true;
  const button = event.submitter, note = document.getElementById("note");
  if (note && form.elements.draft) form.elements.draft.value = note.value;
  if (form.dataset.busy && button) {
    button.textContent = form.dataset.busy;
    button.setAttribute("aria-busy", "true");
  }
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && link.dataset.key && link.matches("[rel]")) leaving = true;
});
window.addEventListener("pageshow", () => { leaving = false; });

// Help
const help = document.getElementById("help");
const opener = document.querySelector("[data-help]");
const toggle = document.getElementById("keys-on");
if (help && opener && help.showModal) {
  opener.addEventListener("click", (event) => { event.preventDefault(); help.showModal(); });
}
if (toggle) {
  toggle.checked = keysAreOn();
  toggle.addEventListener("change", () => localStorage.setItem(KEYS, toggle.checked ? "on" : "off"));
}

// Drop a file on the form of a source
for (const form of document.querySelectorAll("[data-drop]")) {
  const field = form.querySelector("input[type=file]");
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("is-over"); });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change"));
  });
  field.addEventListener("change", () => {
    const file = field.files[0];
    const isTooLarge = file && file.size > Number(field.dataset.most);
    field.setCustomValidity(isTooLarge ? "This file is too large for the desk." : "");
    field.reportValidity();
  });
}

// Words selected in the article become the claim's
const words = document.getElementById("words");
const article = document.querySelector("[data-words-from]");
for (const hint of document.querySelectorAll("[data-script]")) hint.hidden = false;
if (words && article) {
  article.addEventListener("mouseup", () => {
    const chosen = getSelection();
    const isInside = chosen.rangeCount && article.contains(chosen.getRangeAt(0).commonAncestorContainer);
    if (isInside && words.closest("details").open && String(chosen).trim()) words.value = String(chosen).trim();
  });
}

// A check that goes on
const poll = document.querySelector("[data-poll]");
if (poll) {
  const ask = async () => {
    const answer = await fetch(poll.dataset.poll);
    const isDone = answer.ok && !(await answer.json()).checking;
    if (isDone && !leaving && !document.getElementById("note")?.value) location.reload(); else setTimeout(ask, 1500);
  };
  setTimeout(ask, 1500);
}
