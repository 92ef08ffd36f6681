// Comfort for the workspace; every protected page works without it. `/` goes to the one search box, three presses of
// Escape sign out and blank the screen, j and k walk through a list, and an idle session says so before it ends.

const own = document.currentScript.dataset;
const IDLE = { warnBefore: 2 * 60_000, sayAgain: 4 * 60_000 };

function settings() {
  const said = document.getElementById("wagtail-config");
  return said ? JSON.parse(said.textContent) : {};
}

function isWriting(target) {
  return target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName);
}

// ---- The lock -----------------------------------------------------------------------------------------------------
function lock() {
  document.documentElement.style.visibility = "hidden";
  document.title = "·";
  const form = document.createElement("form");
  form.method = "post";
  form.action = own.lock;
  const token = Object.assign(document.createElement("input"), { name: "csrfmiddlewaretoken", type: "hidden" });
  token.value = settings().CSRF_TOKEN || "";
  form.append(token);
  document.body.append(form);
  leaving = true;
  form.submit();
}

let leaving = false;
let presses = 0;
let first = 0;
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  presses = event.timeStamp - first > 2000 ? 1 : presses + 1;
  if (presses === 1) first = event.timeStamp;
  if (presses === 3) lock();
}, true);

addEventListener("submit", (event) => {
  if (!event.target.matches("[data-lock]")) return;
  event.preventDefault();
  lock();
});

// A browser may keep a page as it was and show it again on “back”: then it is asked for anew, and the door decides.
addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector(".cairn-screen")) location.reload();
});

// ---- Keys ---------------------------------------------------------------------------------------------------------
function walk(step) {
  const links = [...document.querySelectorAll("[data-list] tbody tr, [data-list] > li")]
    .map((row) => row.querySelector("a[href]")).filter(Boolean);
  if (!links.length) return false;
  const here = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, here + step))].focus();
  return true;
}

function search() {
  const box = document.getElementById("find-people");
  if (box) box.focus();
  else document.querySelector("a[data-find-people]")?.click();
  return Boolean(box || document.querySelector("a[data-find-people]"));
}

// Before Wagtail's own handlers: its “/” would look for pages, and put a typed name into an address.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  if (settings().KEYBOARD_SHORTCUTS_ENABLED === false) return;
  const done = { "/": search, j: () => walk(1), k: () => walk(-1) }[event.key]?.();
  if (!done) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

// ---- What is being written ----------------------------------------------------------------------------------------
let changed = false;
addEventListener("input", (event) => { if (event.target.closest("[data-keep]")) changed = true; });
addEventListener("submit", () => { changed = false; });
// Whoever writes where it is sealed as it is written loses nothing by leaving.
addEventListener("cairn:kept", () => { changed = false; });
addEventListener("beforeunload", (event) => { if (changed && !leaving) event.preventDefault(); });

// After signing in elsewhere this page's own token is old: the new one stands in the cookie.
addEventListener("submit", (event) => {
  const token = event.target.querySelector("[data-fresh-token]");
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (token && cookie) token.value = cookie[1];
});

// ---- A session that is about to end ---------------------------------------------------------------------------------
function watchTheClock(screen) {
  const length = Number(screen.dataset.idleMinutes) * 60_000;
  let heard = Date.now();
  let acted = Date.now();
  addEventListener("input", () => { acted = Date.now(); });
  const say = async () => {
    const answer = await fetch(screen.dataset.awakeAddress, { method: "HEAD" });
    if (answer.ok && !answer.redirected) { heard = Date.now(); warning?.remove(); warning = null; }
  };
  let warning = null;
  const warn = () => {
    warning = Object.assign(document.createElement("div"), { className: "cairn-awake" });
    warning.setAttribute("role", "alertdialog");
    warning.setAttribute("aria-label", screen.dataset.awakeButton);
    const words = Object.assign(document.createElement("p"), { textContent: screen.dataset.awakeText });
    const button = Object.assign(document.createElement("button"), { className: "button", type: "button" });
    button.textContent = screen.dataset.awakeButton;
    button.addEventListener("click", say);
    warning.append(words, button);
    document.body.append(warning);
  };
  setInterval(() => {
    // Whoever writes for half an hour without leaving the page is at work, and not idle.
    if (acted > heard && Date.now() - heard > IDLE.sayAgain) say();
    else if (!warning && Date.now() - heard > length - IDLE.warnBefore) warn();
  }, 15_000);
}

addEventListener("DOMContentLoaded", () => {
  const screen = document.querySelector(".cairn-screen[data-idle-minutes]");
  if (screen) watchTheClock(screen);
  document.getElementById("errors")?.focus();
});
