// A photo to look at closely: by wheel, keys or buttons, and straight to a box whose place is known.
const LARGEST = 8;
const STEP = 1.35;

function viewerOf(figure) {
  const frame = figure.querySelector("[data-frame]");
  const sheet = figure.querySelector("[data-sheet]");
  const mark = figure.querySelector("[data-mark]");
  let scale = 1;

  function zoom(to, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
    const next = Math.min(Math.max(to, 1), LARGEST);
    const left = (frame.scrollLeft + x) / scale;
    const top = (frame.scrollTop + y) / scale;
    scale = next;
    sheet.style.width = `${scale * 100}%`;
    figure.toggleAttribute("data-zoomed", scale > 1);
    frame.scrollTo(left * scale - x, top * scale - y);
  }

  /** `box` is left, top, right, bottom in fractions of the picture. */
  function zoomTo([left, top, right, bottom]) {
    zoom(1);
    const wide = (right - left) * sheet.clientWidth;
    const high = (bottom - top) * sheet.clientHeight;
    zoom(Math.min(frame.clientWidth / (wide * 1.6), frame.clientHeight / (high * 3)));
    frame.scrollTo({
      left: ((left + right) / 2) * sheet.clientWidth - frame.clientWidth / 2,
      top: ((top + bottom) / 2) * sheet.clientHeight - frame.clientHeight / 2,
    });
    for (const [side, value] of [["left", left], ["top", top], ["width", right - left], ["height", bottom - top]]) {
      mark.style[side] = `${value * 100}%`;
    }
    mark.hidden = false;
    figure.scrollIntoView({ block: "nearest" });
  }

  const acts = {
    in: () => zoom(scale * STEP),
    out: () => zoom(scale / STEP),
    whole: () => {
      mark.hidden = true;
      zoom(1);
    },
  };
  frame.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && document.activeElement !== frame) return;
      event.preventDefault();
      const at = frame.getBoundingClientRect();
      zoom(scale * (event.deltaY < 0 ? STEP : 1 / STEP), event.clientX - at.left, event.clientY - at.top);
    },
    { passive: false },
  );
  frame.addEventListener("keydown", (event) => {
    const act = { "+": "in", "=": "in", "-": "out", 0: "whole" }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    acts[act]();
  });
  const tools = figure.querySelector("[data-tools]");
  tools.hidden = false;
  tools.addEventListener("click", ({ target }) => acts[target.closest("[data-zoom]")?.dataset.zoom]?.());
  return { zoomTo };
}

export function startViewers() {
  const viewers = new Map();
  for (const figure of document.querySelectorAll("[data-viewer]")) viewers.set(figure.dataset.viewer, viewerOf(figure));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-zoom-to]");
    const viewer = link && (viewers.get(link.dataset.zoomPhoto) ?? [...viewers.values()][0]);
    if (!viewer || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    viewer.zoomTo(link.dataset.zoomTo.split(",").map(Number));
  });
}
