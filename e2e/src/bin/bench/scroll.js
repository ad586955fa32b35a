// Scrolls the grid for some seconds, by the bar from end to end or by the wheel, and watches each frame: how many
// there are, and for how long a row in sight stays without its cells.
const done = arguments[arguments.length - 1];
const [way, seconds] = arguments;
const box = document.querySelector("[role=grid]").parentElement;
const end = box.scrollHeight - box.clientHeight;
const isBlank = () => {
  const { top, bottom } = box.getBoundingClientRect();
  const rows = [...box.querySelectorAll("[role=row][aria-rowindex]")].slice(1);
  const inSight = rows.filter((row) => {
    const place = row.getBoundingClientRect();
    return place.bottom > top + 40 && place.top < bottom;
  });
  return inSight.length === 0 || inSight.some((row) => row.getAttribute("aria-busy") === "true");
};
box.scrollTop = 0;
const begun = performance.now();
const seen = { frames: 0, slowest: 0, blankest: 0, blank: 0 };
let last = begun;
let blankSince = null;
const step = (now) => {
  seen.frames += 1;
  seen.slowest = Math.max(seen.slowest, now - last);
  if (isBlank()) {
    blankSince ??= last;
    seen.blank += now - last;
    seen.blankest = Math.max(seen.blankest, now - blankSince);
  } else blankSince = null;
  last = now;
  const share = (now - begun) / (1000 * seconds);
  if (share >= 1) {
    done({ ...seen, perSecond: (1000 * seen.frames) / (now - begun) });
    return;
  }
  if (way === "bar") box.scrollTop = end * share;
  else box.dispatchEvent(new WheelEvent("wheel", { deltaY: 120, cancelable: true, bubbles: true }));
  requestAnimationFrame(step);
};
requestAnimationFrame(step);
