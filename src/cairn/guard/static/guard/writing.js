// Comfort for pages on which much is written; each of them works without scripts.

// ---- What is written is sealed every few seconds ------------------------------------------------------------------
const EVERY = 4_000;

function keepSealed(form) {
  const said = form.querySelector("[data-autosave-said]");
  const box = form.querySelector("textarea");
  let kept = box.value;
  let isAsking = false;
  const failed = () => { said.textContent = form.dataset.failed; said.classList.add("cairn-tag--bad"); };

  const keep = async () => {
    const writing = box.value;
    if (isAsking || writing === kept) return;
    isAsking = true;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), redirect: "error" });
      if (!answer.ok) throw new Error(answer.statusText);
      said.textContent = (await answer.json()).said;
      said.classList.remove("cairn-tag--bad");
      kept = writing;
      if (box.value === kept) dispatchEvent(new Event("cairn:kept"));
    } catch { failed(); } finally { isAsking = false; }
  };
  setInterval(keep, EVERY);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

// ---- Questions that are asked only after a certain answer ----------------------------------------------------------
function answersTo(form, name) {
  return new FormData(form).getAll(name).map(String);
}

function ask(form) {
  // In the order of the page: a question that is not asked has no answer to which another could hang.
  for (const question of form.querySelectorAll("[data-only-if]")) {
    const wanted = Object.entries(JSON.parse(question.dataset.onlyIf));
    const isAsked = wanted.every(([name, answers]) => {
      const earlier = form.querySelector(`[name="${name}"]`)?.closest("[data-only-if]");
      return !earlier?.hidden && answersTo(form, name).some((answer) => answers.includes(answer));
    });
    question.hidden = !isAsked;
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) keepSealed(form);
for (const form of document.querySelectorAll("form:has([data-only-if])")) {
  form.classList.add("cairn-form--asks");
  ask(form);
  form.addEventListener("change", () => ask(form));
}
