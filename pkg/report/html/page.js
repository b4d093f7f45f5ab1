
"use strict";
(function () {
  const $ = (id) => document.getElementById(id);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  // The theme: what the system says until somebody presses the button.
  const theme = $("theme");
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const nameTheme = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
  theme.hidden = false;
  nameTheme();
  theme.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; nameTheme(); });
  system.addEventListener("change", nameTheme);

  // The findings.
  const list = $("list");
  let search = () => {};
  if (list) {
    const items = all(".finding", list).map((el) => ({ el, text: el.textContent.toLowerCase() }));
    const box = $("search"), rule = $("rule"), levels = all("input[name=level]");
    const show = () => {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      const on = new Set(levels.filter((l) => l.checked).map((l) => l.value));
      let n = 0;
      for (const { el, text } of items) {
        const match = on.has(el.dataset.level) && (!rule.value || el.dataset.rule === rule.value) && words.every((w) => text.includes(w));
        el.hidden = !match;
        if (match) n++;
      }
      $("shown").textContent = n === items.length ? n + (n === 1 ? " finding" : " findings") : n + " of " + items.length + " findings";
      $("none").hidden = n > 0;
    };
    const reset = () => { $("filters").reset(); show(); };
    $("filters").hidden = false;
    $("filters").addEventListener("submit", (e) => e.preventDefault());
    $("filters").addEventListener("input", show);
    $("filters").addEventListener("reset", () => setTimeout(show));
    $("again").addEventListener("click", reset);
    const expand = $("expand");
    expand.addEventListener("click", () => {
      const open = expand.textContent === "Open all";
      for (const { el } of items) if (!el.hidden) el.open = open;
      expand.textContent = open ? "Close all" : "Open all";
    });
    search = (text) => {
      $("filters").reset();
      box.value = text;
      show();
      $("findings").scrollIntoView();
      box.focus({ preventScroll: true });
    };
    document.addEventListener("keydown", (e) => {
      if (e.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) {
        e.preventDefault();
        $("findings").scrollIntoView();
        box.focus({ preventScroll: true });
      }
      if (e.key === "Escape" && e.target === box) reset();
    });
    show();

    // What a rule says is in the page once; it is shown in a finding when that is opened.
    const advise = (el) => {
      const place = el.querySelector("[data-advice]");
      if (!place || place.dataset.done) return;
      const doc = $("rule-" + place.dataset.advice);
      if (!doc) return;
      place.replaceChildren(doc.querySelector(".doc").cloneNode(true));
      place.dataset.done = "1";
    };
    list.addEventListener("toggle", (e) => { if (e.target.open) advise(e.target); }, true);
  }

  // On paper everything is open.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = all("details:not([open])").filter((d) => !d.hidden);
    opened.forEach((d) => { d.open = true; });
  });
  window.addEventListener("afterprint", () => { opened.forEach((d) => { d.open = false; }); });

  // Who gets in.
  const table = $("reachtable");
  if (table) {
    const rows = all("tbody tr", table).map((el) => ({ el, text: el.textContent.toLowerCase() }));
    const box = $("reachsearch"), verdict = $("verdict");
    const show = () => {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const { el, text } of rows) {
        el.hidden = !((!verdict.value || el.dataset.verdict === verdict.value) && words.every((w) => text.includes(w)));
      }
    };
    box.closest(".filters").hidden = false;
    box.addEventListener("input", show);
    verdict.addEventListener("input", show);
  }

  // The maps: move, zoom, and light up what is connected.
  for (const map of all(".map")) {
    const svg = map.querySelector("svg");
    if (!svg) continue;
    const base = svg.viewBox.baseVal;
    const whole = { x: base.x, y: base.y, w: base.width, h: base.height };
    let view = { ...whole };
    map.classList.add("live");
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    map.querySelector(".tools").hidden = false;
    const apply = () => svg.setAttribute("viewBox", [view.x, view.y, view.w, view.h].map((n) => Math.round(n * 100) / 100).join(" "));
    const scale = () => { const r = svg.getBoundingClientRect(); return Math.max(view.w / r.width, view.h / r.height); };
    const zoom = (factor, cx, cy) => {
      const w = Math.min(Math.max(view.w * factor, 120), whole.w * 3), f = w / view.w;
      view = { x: cx - (cx - view.x) * f, y: cy - (cy - view.y) * f, w, h: view.h * f };
      apply();
    };
    // At first the map is as wide as the page, but no larger than it is; fit shows all of it.
    const room = () => ({ w: map.clientWidth, h: svg.getBoundingClientRect().height });
    const place = (s, top) => {
      const r = room(), w = r.w / s, h = r.h / s;
      view = { x: whole.x + (whole.w - w) / 2, y: top ? whole.y : whole.y + (whole.h - h) / 2, w, h };
      apply();
    };
    const start = () => {
      if (!map.clientWidth) return; // folded
      const s = Math.min(1, map.clientWidth / whole.w);
      svg.style.height = Math.round(Math.min(whole.h * s, Math.max(0.75 * window.innerHeight, 240))) + "px";
      place(s, true);
    };
    const fit = () => { const r = room(); place(Math.min(1, r.w / whole.w, r.h / whole.h)); };
    start();
    map.closest("details").addEventListener("toggle", start);
    window.addEventListener("resize", start);
    window.addEventListener("beforeprint", () => { view = { ...whole }; apply(); });
    window.addEventListener("afterprint", start);
    const middle = () => [view.x + view.w / 2, view.y + view.h / 2];
    const full = () => {
      const r = svg.getBoundingClientRect(), [cx, cy] = middle();
      view = { x: cx - r.width / 2, y: cy - r.height / 2, w: r.width, h: r.height };
      apply();
    };
    const act = { in: () => zoom(0.75, ...middle()), out: () => zoom(1 / 0.75, ...middle()), fit, full };
    for (const b of all("[data-zoom]", map)) b.addEventListener("click", () => act[b.dataset.zoom]());
    const at = (e) => {
      const p = new DOMPoint(e.clientX, e.clientY).matrixTransform(svg.getScreenCTM().inverse());
      return [p.x, p.y];
    };
    svg.addEventListener("wheel", (e) => {
      if (!e.ctrlKey && !e.metaKey) return;
      e.preventDefault();
      zoom(Math.exp(e.deltaY / 400), ...at(e));
    }, { passive: false });
    let drag = null, moved = false;
    svg.addEventListener("pointerdown", (e) => {
      if (e.button !== 0) return;
      drag = { x: e.clientX, y: e.clientY, view: { ...view }, s: scale(), id: e.pointerId };
      moved = false;
    });
    svg.addEventListener("pointermove", (e) => {
      if (!drag) return;
      if (!moved && Math.hypot(e.clientX - drag.x, e.clientY - drag.y) < 4) return;
      if (!moved) { svg.setPointerCapture(drag.id); map.classList.add("drag"); }
      moved = true;
      view = { ...drag.view, x: drag.view.x - (e.clientX - drag.x) * drag.s, y: drag.view.y - (e.clientY - drag.y) * drag.s };
      apply();
    });
    const drop = () => { drag = null; map.classList.remove("drag"); };
    svg.addEventListener("pointerup", drop);
    svg.addEventListener("pointercancel", drop);
    map.addEventListener("keydown", (e) => {
      const step = 60 * scale();
      const keys = {
        ArrowLeft: () => { view.x -= step; apply(); }, ArrowRight: () => { view.x += step; apply(); },
        ArrowUp: () => { view.y -= step; apply(); }, ArrowDown: () => { view.y += step; apply(); },
        "+": act.in, "=": act.in, "-": act.out, "0": act.fit, "1": act.full,
      };
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      if ((e.key === "Enter" || e.key === " ") && e.target.dataset && e.target.dataset.address) {
        e.preventDefault();
        search(e.target.dataset.address);
      } else if (keys[e.key]) {
        e.preventDefault();
        keys[e.key]();
      }
    });

    // Boxes inside a container belong to it.
    const edges = all(".edge", svg), boxes = new Map(all(".box", svg).map((b) => [b.id, b]));
    const light = (ids, only) => {
      svg.classList.toggle("lit", ids.size > 0);
      const on = new Set(ids);
      for (const e of edges) {
        const hit = only ? e === only : ids.has(e.dataset.from) || ids.has(e.dataset.to);
        e.classList.toggle("on", hit);
        if (hit) { on.add(e.dataset.from); on.add(e.dataset.to); }
      }
      for (const [id, b] of boxes) b.classList.toggle("on", on.has(id));
    };
    const insideOf = (id) => {
      const ids = new Set([id]);
      for (let more = true; more;) {
        more = false;
        for (const [k, b] of boxes) if (b.dataset.parent && ids.has(b.dataset.parent) && !ids.has(k)) { ids.add(k); more = true; }
      }
      return ids;
    };
    const pointed = (e) => {
      if (drag && moved) return;
      const edge = e.target.closest(".edge"), box = e.target.closest(".box");
      if (edge) light(new Set([edge.dataset.from, edge.dataset.to]), edge);
      else if (box) light(insideOf(box.id));
      else light(new Set());
    };
    svg.addEventListener("pointerover", pointed);
    svg.addEventListener("pointerleave", () => light(new Set()));
    svg.addEventListener("focusin", pointed);
    svg.addEventListener("focusout", () => light(new Set()));
    svg.addEventListener("click", (e) => {
      if (moved) return;
      const box = e.target.closest(".box");
      if (box && box.dataset.address) search(box.dataset.address);
    });
  }

  // Where the reader is.
  const tabs = new Map(all(".tabs a").map((a) => [a.getAttribute("href").slice(1), a]));
  const seen = new IntersectionObserver((entries) => {
    for (const e of entries) {
      if (!e.isIntersecting) continue;
      for (const [id, a] of tabs) id === e.target.id ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current");
    }
  }, { rootMargin: "-10% 0px -80% 0px" });
  for (const id of tabs.keys()) if ($(id)) seen.observe($(id));
})();
