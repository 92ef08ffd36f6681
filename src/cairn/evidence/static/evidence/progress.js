// Looks again while a release is being built, so that nobody has to; without it the page refreshes by itself.
const EVERY = 2000;

async function look() {
  const standing = document.querySelector("[data-progress]");
  if (!standing) return;
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-progress]");
    if (!now) return location.reload();
    if (now.innerHTML !== standing.innerHTML) standing.replaceChildren(...now.childNodes);
  } catch {
    // The network was away for a moment; the next look may find it back.
  }
  setTimeout(look, EVERY);
}

// A part of a page that somebody writes in is exchanged by itself; any other page is asked for anew.
function settle(standing, page) {
  const part = standing.closest("[data-live]");
  const done = page.querySelector("[data-live]");
  if (part && done) part.replaceChildren(...done.childNodes);
  else location.reload();
}

setTimeout(look, EVERY);
