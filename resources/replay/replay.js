"use strict";
// All values from the workspace are put in with textContent: they can be anything, and are never markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const { columns: c, names, texts, outcomes, skipped } = data;
  const total = c.time.length;
  const narrow = matchMedia("screen and (max-width: 760px)");
  const row = () => (narrow.matches ? 48 : 28);
  // Browsers cut off elements that are higher than some ten million pixels; longer logs scroll in proportion.
  const HIGHEST = 8e6, PRINTED = 1000, HOUR = 3600, DAY = 86400;
  let now = data.end, shown = 0, found = [], timer = 0, chosen = -1, told = -1;

  const make = (tag, name, text) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const offsetAt = (t) => { let o = 0; for (const [from, offset] of data.offsets) if (t >= from) o = offset; return o; };
  const two = (n) => String(n).padStart(2, "0");
  const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const clock = (t, year = false) => {
    const d = new Date((t + offsetAt(t)) * 1000);
    return `${DAYS[d.getUTCDay()]} ${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]}${year ? ` ${d.getUTCFullYear()}` : ""} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
  };
  // How many rows have happened at an instant: the first row later than it.
  const rowsAt = (t) => { let low = 0, high = total; while (low < high) { const m = (low + high) >> 1; if (c.time[m] <= t) low = m + 1; else high = m; } return low; };

  // ---- cards
  const cards = new Map();
  const drawList = (list) => {
    const column = make("div", "list");
    list.forEach((card, index) => {
      if (index) column.append(make("div", "stem"));
      const box = make("div", card.on ? "card" : "card off");
      box.append(make("b", "", card.title));
      if (card.summary) box.append(make("span", "sum", card.summary));
      const pills = make("div", "pills");
      pills.dataset.place = card.place;
      box.append(pills);
      cards.set(card.place, pills);
      column.append(box);
      if (card.branches.length) {
        column.append(make("div", "stem"));
        const row = make("div", "branches");
        card.branches.forEach((branch) => { const one = make("div", "branch"); one.append(make("i", "", branch.name)); one.append(drawList(branch.cards)); row.append(one); });
        column.append(row);
      }
    });
    return column;
  };
  data.workflows.forEach((workflow) => { const box = make("div", "workflow"); box.append(make("h3", "", workflow.name)); box.append(drawList(workflow.cards)); $("workflows").append(box); });
  // Sums of the rows so far, kept every STRIDE rows, so that a jump costs little on a long log.
  const STRIDE = 20000, size = 4 * (Math.max(0, ...cards.keys()) + 1);
  const atCards = new Set(data.atCards), notCounted = new Set(data.notCounted), triggers = new Set(data.triggers);
  const add = (sums, from, to) => {
    for (let i = from; i < to; i++) {
      const place = c.place[i];
      if (!place || !atCards.has(c.kind[i]) || notCounted.has(c.outcome[i])) continue;
      sums[4 * place]++; if (c.outcome[i] === data.done) sums[4 * place + 1]++; if (c.outcome[i] === skipped) sums[4 * place + 2]++;
    }
    return sums;
  };
  const marks = [new Int32Array(size)];
  for (let at = STRIDE; at <= total; at += STRIDE) marks.push(add(marks[marks.length - 1].slice(), at - STRIDE, at));
  const count = () => {
    const rows = rowsAt(now), mark = Math.floor(rows / STRIDE);
    const sums = add(marks[mark].slice(), mark * STRIDE, rows);
    for (const [time, place, number] of data.moves) { if (time > now) break; sums[4 * place + 3] += number; }
    cards.forEach((pills, place) => {
      const [entered, done, left, waiting] = sums.subarray(4 * place, 4 * place + 4);
      pills.replaceChildren();
      // The words are those of the canvas.
      const pill = (look, sign, what, number) => { if (number) pills.append(make("span", `pill ${look}`.trim(), sign + data.words[what].replace("{}", number.toLocaleString("en")))); };
      pill("", "", triggers.has(place) ? "trigger" : "entered", entered);
      pill("done", "✓ ", "done", triggers.has(place) ? 0 : done);
      pill("skipped", "↷ ", "skipped", triggers.has(place) ? 0 : left);
      pill("waiting", "… ", "waiting", triggers.has(place) ? 0 : waiting);
    });
  };

  // ---- log
  const SIGNS = { done: "✓", skipped: "↷", failed: "✕", entered: "→", left: "←", deferred: "…" };
  // As in the window: a skip for a broken reason is broken, not just skipped.
  const isBroken = texts.map((text) => data.broken.includes(text));
  const look = (i) => (c.outcome[i] === skipped && isBroken[c.reason[i]] ? "failed" : outcomes[c.outcome[i]]);
  const sign = (i) => `${SIGNS[look(i)] || ""} ${outcomes[c.outcome[i]]}`.trim();
  const cell = (i) => [clock(c.time[i]), names[c.contact[i]], texts[c.workflow[i]], texts[c.action[i]], sign(i), texts[c.reason[i]], texts[c.sender[i]], texts[c.detail[i]]];
  ["Time", "Contact", "Workflow", "Action", "Outcome", "Reason", "Sender", "Detail"].forEach((title) => { const part = make("span", "", title); part.setAttribute("role", "columnheader"); $("head").append(part); });
  // Every different text is looked at once for each word, not every row.
  const holders = (list, word) => { const held = new Uint8Array(list.length); list.forEach((text, i) => { if (text.toLowerCase().includes(word)) held[i] = 1; }); return held; };
  const search = () => {
    const words = $("filter").value.toLowerCase().split(/\s+/).filter(Boolean).map((word) => [holders(names, word), holders(texts, word), holders(Object.values(outcomes), word)]);
    const wanted = $("outcome").value, keys = Object.keys(outcomes);
    found = [];
    for (let i = 0; i < total; i++) {
      if (wanted && String(c.outcome[i]) !== wanted) continue;
      if (words.every(([people, held, ends]) => people[c.contact[i]] || held[c.workflow[i]] || held[c.action[i]] || held[c.reason[i]] || held[c.sender[i]] || ends[keys.indexOf(String(c.outcome[i]))])) found.push(i);
    }
  };
  const cut = () => {
    const rows = rowsAt(now);
    let low = 0, high = found.length;
    while (low < high) { const m = (low + high) >> 1; if (found[m] < rows) low = m + 1; else high = m; }
    shown = low;
    $("space").style.height = `${Math.min(shown * row(), HIGHEST)}px`;
    $("count").textContent = `${shown.toLocaleString("en")} of ${total.toLocaleString("en")} rows`;
    $("table").setAttribute("aria-rowcount", String(shown + 1));
    $("none").hidden = shown > 0;
    $("none").textContent = found.length ? "Nothing that matches has happened by this instant: move the knob on." : "No row of this rehearsal matches.";
    paint();
  };
  // Which row stands at the top, and how many pixels the rows are moved against the strip they scroll in.
  const view = () => {
    const box = $("rows"), whole = shown * row(), high = Math.min(whole, HIGHEST);
    const most = Math.max(high - box.clientHeight, 1);
    const top = whole > high ? (box.scrollTop / most) * Math.max(whole - box.clientHeight, 0) : box.scrollTop;
    return { first: Math.max(Math.floor(top / row()) - 4, 0), shift: box.scrollTop - top };
  };
  const rowOf = (n, shift) => {
    const i = shown ? found[n] : -1;
    const line = make("div", `row${c.outcome[i] === skipped ? ` ${look(i)}` : ""}${i === chosen ? " chosen" : ""}`);
    line.style.top = `${n * row() + shift}px`;
    line.id = `row-${n}`;
    line.setAttribute("role", "row");
    line.setAttribute("aria-rowindex", String(n + 2));
    cell(i).forEach((text, column) => { const part = make("span", column === 4 ? `${look(i)}-text` : "", text); part.setAttribute("role", "cell"); part.title = column === 5 && data.reasons[text] ? `${data.reasons[text]} (${text})` : text; line.append(part); });
    line.addEventListener("click", () => choose(n));
    return line;
  };
  const clear = () => $("rows").querySelectorAll(".row, .note").forEach((line) => line.remove());
  const paint = () => {
    const box = $("rows"), { first, shift } = view();
    clear();
    const last = Math.min(first + Math.ceil(box.clientHeight / row()) + 8, shown);
    for (let n = first; n < last; n++) box.append(rowOf(n, shift));
  };
  const scrollTo = (n) => {
    const box = $("rows"), whole = shown * row(), high = Math.min(whole, HIGHEST);
    const scale = whole > high ? Math.max(high - box.clientHeight, 1) / Math.max(whole - box.clientHeight, 1) : 1;
    const top = view().first + 4 * (view().first > 0), fits = Math.floor(box.clientHeight / row());
    if (n < top || n >= top + fits - 1) box.scrollTop = Math.max(n - Math.floor(fits / 2), 0) * row() * scale;
  };
  const toEnd = () => { $("rows").scrollTop = HIGHEST; };
  const choose = (n) => {
    if (!shown) return;
    n = Math.min(Math.max(n, 0), shown - 1);
    chosen = found[n];
    story(c.contact[chosen]);
    if (narrow.matches) $("story").scrollIntoView();
    scrollTo(n);
    paint();
    $("rows").setAttribute("aria-activedescendant", `row-${n}`);
  };
  const place = () => { let low = 0, high = shown; while (low < high) { const m = (low + high) >> 1; if (found[m] < chosen) low = m + 1; else high = m; } return low; };
  $("rows").addEventListener("keydown", (event) => {
    const page = Math.max(Math.floor($("rows").clientHeight / row()) - 1, 1);
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
    if (by) choose(chosen < 0 ? 0 : place() + by);
    else if (event.key === "Home") choose(0);
    else if (event.key === "End") choose(shown - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // ---- story
  const story = (contact) => {
    const box = $("story");
    told = contact;
    box.replaceChildren(make("h2", "", names[contact]));
    const list = make("ol");
    for (let i = 0; i < total; i++) {
      if (c.contact[i] !== contact) continue;
      const reason = texts[c.reason[i]], workflow = texts[c.workflow[i]];
      const item = make("li", c.time[i] > now ? "later" : "");
      item.dataset.time = c.time[i];
      item.append(make("time", "", clock(c.time[i]) + (workflow ? ` · ${workflow}` : "")));
      item.append(make("b", `${look(i)}-text`, `${sign(i)}: ${texts[c.action[i]]}${reason ? ` – ${data.reasons[reason] || reason}` : ""}`));
      if (texts[c.detail[i]]) item.append(make("p", "", texts[c.detail[i]]));
      list.append(item);
    }
    box.append(list);
  };
  // What has not happened yet at the instant shown is pale.
  const fade = () => { if (told >= 0) $("story").querySelectorAll("li").forEach((item) => item.classList.toggle("later", Number(item.dataset.time) > now)); };

  // ---- time
  const length = Math.max(data.end - data.start, 1), KNOB = 100000;
  const show = (t, { moveKnob = true } = {}) => {
    now = Math.min(Math.max(t, data.start), data.end);
    $("clock").textContent = clock(now, true);
    $("scrub").setAttribute("aria-valuetext", clock(now, true));
    if (moveKnob) $("scrub").value = String(Math.round(((now - data.start) / length) * KNOB));
    count(); cut(); fade();
  };
  const go = (t) => { stop(); show(t); toEnd(); };
  const stop = () => { clearInterval(timer); timer = 0; $("play").textContent = "▶ Play"; };
  const play = () => {
    if (timer) { stop(); return; }
    if (now >= data.end) show(data.start);
    $("play").textContent = "⏸ Pause";
    let last = performance.now();
    timer = setInterval(() => {
      const next = performance.now(), seconds = Math.min((next - last) / 1000, 0.25);
      last = next;
      show(now + seconds * Number($("speed").value)); toEnd();
      if (now >= data.end) stop();
    }, 60);
  };
  const nextSkip = () => { for (let i = rowsAt(now); i < total; i++) if (c.outcome[i] === skipped) { go(c.time[i]); return; } };
  $("scrub").addEventListener("input", () => { stop(); show(data.start + (length * Number($("scrub").value)) / KNOB, { moveKnob: false }); toEnd(); });
  $("play").addEventListener("click", play);
  $("skip").addEventListener("click", nextSkip);
  addEventListener("keydown", (event) => {
    const at = event.target, typing = at.matches("input[type=search], select");
    if (event.ctrlKey || event.altKey || event.metaKey || (typing && event.key !== "Escape")) return;
    const far = event.shiftKey ? DAY : HOUR;
    const keys = {
      ArrowRight: () => go(now + far), ArrowLeft: () => go(now - far), Home: () => go(data.start), End: () => go(data.end),
      PageUp: () => go(now + DAY), PageDown: () => go(now - DAY),
      n: nextSkip, N: nextSkip, "/": () => $("filter").focus(), Escape: () => { if (typing) $("rows").focus(); else stop(); },
    };
    // A button answers the space bar itself; panes that scroll keep their page keys.
    if (event.key === " " && !at.matches("button")) play();
    else if (keys[event.key] && !(event.key.startsWith("Page") && at !== $("scrub"))) keys[event.key]();
    else return;
    event.preventDefault();
  });

  const PARTS = 120, mails = new Array(PARTS).fill(0), skips = new Array(PARTS).fill(0);
  for (let i = 0; i < total; i++) {
    const part = Math.min(Math.floor(((c.time[i] - data.start) / length) * PARTS), PARTS - 1);
    if (c.outcome[i] === skipped) skips[part]++; else if (c.kind[i] === data.mail && c.outcome[i] === data.done) mails[part]++;
  }
  $("line").addEventListener("mousemove", (event) => {
    const box = $("scrub").getBoundingClientRect(), share = Math.min(Math.max((event.clientX - box.left - 8) / Math.max(box.width - 16, 1), 0), 1);
    const part = Math.min(Math.floor(share * PARTS), PARTS - 1);
    $("line").title = `${clock(data.start + length * share)}\n${mails[part].toLocaleString("en")} mails, ${skips[part].toLocaleString("en")} skipped around it`;
  });
  const strip = () => {
    const canvas = $("strip");
    const ratio = devicePixelRatio || 1, wide = canvas.clientWidth - 16;
    canvas.width = wide * ratio; canvas.height = 24 * ratio;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const style = getComputedStyle(document.documentElement);
    for (const [numbers, name] of [[mails, "--track"], [skips, "--skipped"]]) {
      const top = Math.max(...numbers, 1);
      pen.fillStyle = style.getPropertyValue(name);
      numbers.forEach((n, i) => { if (n) { const h = Math.max((n / top) * 22, 2); pen.fillRect((i * wide) / PARTS, 24 - h, Math.max(wide / PARTS - 1, 1), h); } });
    }
  };

  Object.keys(outcomes).forEach((key) => { const option = make("option", "", outcomes[key]); option.value = key; $("outcome").append(option); });
  $("filter").addEventListener("input", () => { search(); cut(); });
  $("outcome").addEventListener("change", () => { search(); cut(); });
  $("rows").addEventListener("scroll", paint);
  addEventListener("resize", () => { strip(); cut(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", strip);
  // On paper nothing scrolls: the first rows are all there, and that there are more is said.
  addEventListener("beforeprint", () => {
    clear();
    for (let n = 0; n < Math.min(shown, PRINTED); n++) $("rows").append(rowOf(n, 0));
    if (shown > PRINTED) $("rows").append(make("p", "note muted", `The first ${PRINTED.toLocaleString("en")} of ${shown.toLocaleString("en")} rows; a filter shows others.`));
  });
  addEventListener("afterprint", paint);
  // An address such as page.html#at=1767603600&filter=ana&outcome=2&story=Ana+Ruiz opens the page there.
  const asked = new URLSearchParams(location.hash.slice(1));
  $("filter").value = asked.get("filter") || "";
  $("outcome").value = asked.get("outcome") || "";
  search();
  show(asked.has("at") ? Number(asked.get("at")) : data.end);
  if (asked.has("at")) $("rows").scrollTop = shown.length * ROW;
  strip();
  if (names.includes(asked.get("story"))) story(names.indexOf(asked.get("story")));
  // For whoever drives the page from outside, e.g. page.html#keys=Home,ArrowRight.
  (asked.get("keys") || "").split(",").filter(Boolean).forEach((key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })));
})();
