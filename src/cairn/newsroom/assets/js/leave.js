// “Leave this page”: blank at once, and put a harmless page in this one's place behind the back button.
// Without this script the control is an ordinary link.

const control = document.querySelector("[data-leave]");
let presses = 0;
let last = 0;

function leave() {
  document.documentElement.classList.add("gone");
  document.title = " ";
  location.replace(control.href);
}

control.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

// Three presses of Escape within three seconds do the same, wherever the reader is on the page.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  presses = event.timeStamp - last > 3000 ? 1 : presses + 1;
  if (presses === 1) last = event.timeStamp;
  if (presses === 3) leave();
});

// A browser may keep the page as it was and show it again on “back”: then it leaves once more.
addEventListener("pageshow", (event) => {
  if (event.persisted && document.documentElement.classList.contains("gone")) leave();
});
