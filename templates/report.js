// Filters, keys, both sides in step, claims as text. All can be read without it.
"use strict";
(() => {
  const all = (css, root = document) => [...root.querySelectorAll(css)];
  const one = (id) => document.getElementById(id);
  const tools = one("tools");
  if (!tools) return;
  const text = one("text"), keys = one("keys"), cards = all(".card");
  const menus = all("select", tools), box = tools.querySelector("input");
  const words = new Map(cards.map((card) => [card, []]));
  for (const piece of all("[data-n]", text)) words.get(cards[piece.dataset.n - 1]).push(piece);
  const values = (card) => card.dataset.of.split(" ");
  const shown = () => cards.filter((card) => !card.hidden);
  const isBeside = () => getComputedStyle(text).overflowY === "auto";
  const top = (it) => it.getBoundingClientRect().top;
  let here = null;  // marked on both sides
  let chosen = null;  // gone to, and marked as long as it is in sight
  let leads = "cards";  // the side that is moved; the other follows

  const both = (card) => card ? [card, ...words.get(card)] : [];
  function mark(card) {
    if (card === here) return false;
    for (const each of both(here)) each.classList.remove("is-here");
    for (const each of both(card)) each.classList.add("is-here");
    here = card;
    return true;
  }

  // Both sides in step
  function bringWords(card) {
    const [first] = words.get(card);
    if (!first || !isBeside()) return;
    const frame = text.getBoundingClientRect(), at = top(first) - frame.top;
    if (at < 20 || at > frame.height - 80) text.scrollTop += at - frame.height / 3;
  }
  function follow() {
    const left = shown();
    if (!left.length || !isBeside()) return;
    if (leads === "cards") {
      if (chosen && (top(chosen) < 0 || top(chosen) > innerHeight * 0.75)) chosen = null;
      mark(chosen || left.findLast((card) => top(card) <= innerHeight / 3) || left[0]);
      bringWords(here);
    } else {
      // The line that is read goes down with the text.
      const frame = text.getBoundingClientRect();
      const done = text.scrollTop / Math.max(1, text.scrollHeight - text.clientHeight);
      const line = frame.top + 40 + done * (frame.height - 40);
      const card = left.findLast((each) => top(words.get(each)[0] || text) <= line) || left[0];
      if (mark(card)) card.scrollIntoView();
    }
  }
  const soon = () => requestAnimationFrame(follow);
  const lead = (event) => { leads = text.contains(event.target) ? "text" : "cards"; };
  for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    addEventListener(name, lead, { passive: true, capture: true });
  }
  text.addEventListener("pointerleave", () => { leads = "cards"; });
  text.addEventListener("scroll", () => { if (leads === "text") soon(); }, { passive: true });
  addEventListener("scroll", () => { if (leads === "cards") soon(); }, { passive: true });

  // To choose a claim is to go to its address
  function arrive() {
    const [, part, id] = /^#(claim|card)-(.+)$/.exec(location.hash) || [];
    const card = id && one(`card-${id}`);
    if (location.hash.startsWith("#show=")) read();
    if (!card) return;
    const wasHidden = card.hidden;
    if (wasHidden) set([]);
    leads = "cards";
    mark(chosen = card);
    if (wasHidden || (part === "claim" && isBeside())) card.scrollIntoView();
    bringWords(card);
  }
  function step(by, isWanted) {
    const left = by > 0 ? cards : cards.toReversed();
    const next = left.slice(here ? left.indexOf(here) + 1 : 0).find((card) => !card.hidden && isWanted(card));
    if (!next) return say("There is no further one.");
    location.replace(`#${next.id}`);
    arrive();
    next.focus({ preventScroll: true });
  }

  // Filters
  function filter() {
    const wanted = [...menus.map((menu) => menu.value), box?.checked ? box.value : ""].filter(Boolean);
    for (const card of cards) {
      card.hidden = !wanted.every((value) => values(card).includes(value));
      for (const piece of words.get(card)) piece.classList.toggle("is-out", card.hidden);
    }
    const count = shown().length, total = one("shown").dataset.all;
    one("shown").textContent = wanted.length ? `${count} of ${total}` : total;
    one("nothing").hidden = count > 0;
    one("part").hidden = !wanted.length;
    one("part").textContent = `Only a part of the claims is shown: ${count} of ${total}.`;
    if (here?.hidden) mark(chosen = null);
    return wanted;
  }
  function set(wanted) {
    for (const menu of menus) {
      menu.value = "";
      for (const { value } of menu.options) if (wanted.includes(value)) menu.value = value;
    }
    if (box) box.checked = wanted.includes(box.value);
    filter();
  }
  function write() {
    const wanted = filter();
    history.replaceState(null, "", wanted.length ? `#show=${wanted.join("+")}` : "#article");
    if (isBeside()) (shown().length ? text.parentElement : one("nothing")).scrollIntoView();
  }
  function read() {
    set(location.hash.slice(6).split("+"));
    one("article").scrollIntoView();
  }

  // A claim with its evidence as text
  function plain(it) {
    const copy = it.cloneNode(true);
    for (const each of all(".vh, .no, .glyph, .here, summary", copy)) each.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  }
  const quoted = (it) => it.querySelector(".none") ? "nothing" :
    `“${plain(it)}”`.replace(/([”"»]\W?)”$/, "$1").replace(/^“(?=[“"«])/, "");
  const FORMS = {
    "h3": (it) => `Claim ${plain(it).replace(" ", ": ").replace(" flag", ", flag")}`,
    ".words, .sides > :first-child dd, .alone": quoted,
    ".kind, .review, .reason, .nobody, .rules li": plain,
    ".address a": (it) => it.href,
    ".chain li": (it) => `- ${plain(it)}`,
    ".from": (it) => `\nPassage: ${plain(it)}`,
    ".differences tbody tr": ({ cells: [what, theirs, ours] }) =>
      `- ${plain(what)}: source ${quoted(theirs)}, article ${quoted(ours)}`,
  };
  const line = (it) => FORMS[Object.keys(FORMS).find((css) => it.matches(css))](it);
  const asText = (card) => all(Object.keys(FORMS).join(), card).map(line).join("\n") +
    `\n\nSource report: ${document.querySelector("h1").textContent}`;
  async function copy(card) {
    try {
      await navigator.clipboard.writeText(asText(card));
      say(`Claim ${card.dataset.n} is copied with its evidence.`);
    } catch {
      say("This browser does not let a page copy. Select the card, and copy it.");
    }
  }
  let fades;
  function say(what) {
    const said = one("said");
    said.textContent = what;
    said.classList.add("is-on");
    clearTimeout(fades);
    fades = setTimeout(() => said.classList.remove("is-on"), 4000);
  }

  // Keys
  const ACTS = {
    j: () => step(1, (card) => values(card).includes("flagged")),
    k: () => step(-1, (card) => values(card).includes("flagged")),
    n: () => step(1, () => true),
    p: () => step(-1, () => true),
    c: () => here ? copy(here) : say("Choose a claim first."),
    a: () => { set([]); write(); },
    "?": () => keys.showModal(),
  };
  addEventListener("keydown", (event) => {
    const isTaken = event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select");
    if (isTaken || keys.open || !one("keys-on").checked || !Object.hasOwn(ACTS, event.key)) return;
    event.preventDefault();
    ACTS[event.key]();
  });
  for (const button of all("[data-act]")) button.addEventListener("click", ACTS[button.dataset.act]);
  one("close").addEventListener("click", () => keys.close());
  for (const card of cards) {
    const button = one("copy").content.cloneNode(true).firstChild;
    button.lastChild.textContent = ` claim ${card.dataset.n} as text`;
    button.addEventListener("click", () => copy(card));
    card.firstElementChild.after(button);
  }
  tools.addEventListener("input", write);
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.hidden = false;
  document.body.classList.remove("still");
  addEventListener("beforeprint", () => { for (const each of all("details")) each.open = true; });
  addEventListener("hashchange", arrive);
  addEventListener("load", () => requestAnimationFrame(arrive));
  filter();
})();
