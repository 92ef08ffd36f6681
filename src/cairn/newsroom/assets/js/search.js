// Searches the index that was made with the site. Nothing is sent anywhere: the index comes to the reader in pieces.

const form = document.querySelector(".search");
const input = form.querySelector("input");
const found = form.querySelector(".search-found");
const results = document.querySelector(".search-results");
let engine;

function say(words, values = {}) {
  found.textContent = words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function text(tag, className, words) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = words;
  return element;
}

// Drawn as a row of the news is: the day beside the words, or above them on a narrow screen.
function row({ url, meta, excerpt }) {
  const item = text("li", "row", "");
  const words = text("div", "row-words", "");
  const title = text("h2", "row-title", "");
  const link = text("a", "", meta.title);
  link.href = url;
  title.append(link);
  const summary = text("p", "row-summary", "");
  // Pagefind escapes the excerpt and adds only <mark>.
  summary.innerHTML = excerpt;
  const kicker = text("p", "kicker", "");
  if (meta.kind) kicker.append(text("span", "kicker-kind", meta.kind));
  if (meta.date) kicker.append(text("span", "kicker-day", meta.date));
  words.append(kicker, title, summary);
  item.append(text("p", "row-day", meta.date ?? ""), words);
  return item;
}

// Without a worker: only this page's own policy may allow the index its WebAssembly.
async function begin() {
  const pagefind = await import(form.dataset.search);
  await pagefind.options({ noWorker: true });
  return pagefind;
}

async function search(query) {
  results.replaceChildren();
  if (!query) return say("");
  try {
    engine ??= await begin();
    const answer = await engine.search(query);
    const pages = await Promise.all(answer.results.slice(0, 30).map((result) => result.data()));
    if (query !== input.value.trim()) return;
    results.replaceChildren(...pages.map(row));
    say(pages.length ? form.dataset.some : form.dataset.none, { count: answer.results.length, query });
  } catch {
    say(form.dataset.trouble);
  }
}

form.hidden = false;
document.querySelector(".without-scripts").hidden = true;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = input.value.trim();
  history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  search(query);
});
input.value = new URLSearchParams(location.search).get("q") ?? "";
if (input.value) search(input.value.trim());
