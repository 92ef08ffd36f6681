// Comfort for the editor of indicators: numbers beside the lines, and what is wrong said while somebody writes.
// Without it, “Keep” and “Keep and preview” say the same.
const PAUSE = 900;

function numbered(text) {
  const gutter = Object.assign(document.createElement("pre"), { className: "cairn-editor__numbers" });
  gutter.setAttribute("aria-hidden", "true");
  text.before(gutter);
  let drawn = "";
  const draw = (wrong) => {
    const many = text.value.split("\n").length;
    if (drawn === `${many} ${wrong}`) return;
    drawn = `${many} ${wrong}`;
    gutter.replaceChildren(...Array.from({ length: many }, (_, at) => {
      const line = document.createElement("span");
      line.textContent = `${at + 1}\n`;
      line.classList.toggle("cairn-editor__wrong", at + 1 === wrong);
      return line;
    }));
  };
  text.addEventListener("scroll", () => { gutter.scrollTop = text.scrollTop; });
  return draw;
}

function goTo(text, line) {
  const before = text.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  const end = text.value.indexOf("\n", before);
  text.focus();
  text.setSelectionRange(before, end < 0 ? text.value.length : end);
}

function watch(form) {
  const text = form.querySelector("textarea[data-lines]");
  const said = form.querySelector("[data-checked]");
  const draw = numbered(text);
  const wrong = () => Number(said.querySelector("[data-wrong-line]")?.dataset.wrongLine || 0);
  let waiting, asked = 0;
  const check = async () => {
    const mine = ++asked;
    const body = new FormData();
    body.append("text", text.value);
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      const answer = await fetch(form.dataset.check, { method: "POST", body });
      if (!answer.ok || answer.redirected || mine !== asked) return;
      said.innerHTML = await answer.text();
      draw(wrong());
    } catch {
      // Written on; the next pause asks again, and keeping the text asks as well.
    }
  };
  text.addEventListener("input", () => {
    draw(wrong());
    clearTimeout(waiting);
    waiting = setTimeout(check, PAUSE);
  });
  said.addEventListener("click", (event) => {
    if (event.target.closest(".cairn-listing") && wrong()) goTo(text, wrong());
  });
  draw(wrong());
}

document.querySelectorAll("form[data-check]").forEach(watch);
