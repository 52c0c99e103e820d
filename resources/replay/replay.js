"use strict";
// All values from the workspace are put in with textContent: they can be anything, and are never markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const { columns: c, names, texts, outcomes, skipped } = data;
  const total = c.time.length;
  const ROW = 28;
  let now = data.end, shown = [], found = [], timer = 0, chosen = -1;

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
  const clock = (t) => {
    const d = new Date((t + offsetAt(t)) * 1000);
    return `${DAYS[d.getUTCDay()]} ${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
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
  const count = () => {
    const sums = new Map();
    const rows = rowsAt(now);
    for (let i = 0; i < rows; i++) {
      const place = c.place[i];
      if (!place || !data.atCards.includes(c.kind[i]) || data.notCounted.includes(c.outcome[i])) continue;
      const s = sums.get(place) || [0, 0, 0, 0];
      s[0]++; if (c.outcome[i] === data.done) s[1]++; if (c.outcome[i] === skipped) s[2]++;
      sums.set(place, s);
    }
    for (const [time, place, number] of data.moves) { if (time > now) break; const s = sums.get(place) || [0, 0, 0, 0]; s[3] += number; sums.set(place, s); }
    cards.forEach((pills, place) => {
      const [entered, done, left, waiting] = sums.get(place) || [0, 0, 0, 0];
      pills.replaceChildren();
      if (entered) pills.append(make("span", "pill", `${entered.toLocaleString("en")} in`));
      if (done) pills.append(make("span", "pill done", `✓ ${done.toLocaleString("en")}`));
      if (left) pills.append(make("span", "pill skipped", `↷ ${left.toLocaleString("en")}`));
      if (waiting) pills.append(make("span", "pill waiting", `… ${waiting.toLocaleString("en")}`));
    });
  };

  // ---- log
  const cell = (i) => [clock(c.time[i]), names[c.contact[i]], texts[c.workflow[i]], texts[c.action[i]], outcomes[c.outcome[i]], texts[c.reason[i]], texts[c.sender[i]], texts[c.detail[i]]];
  ["Time", "Contact", "Workflow", "Action", "Outcome", "Reason", "Sender", "Detail"].forEach((title) => $("head").append(make("span", "", title)));
  const search = () => {
    const words = $("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = $("outcome").value;
    found = [];
    for (let i = 0; i < total; i++) {
      if (wanted && String(c.outcome[i]) !== wanted) continue;
      if (words.length) { const text = cell(i).slice(1, 7).join(" ").toLowerCase(); if (!words.every((word) => text.includes(word))) continue; }
      found.push(i);
    }
  };
  const cut = () => {
    const rows = rowsAt(now);
    let low = 0, high = found.length;
    while (low < high) { const m = (low + high) >> 1; if (found[m] < rows) low = m + 1; else high = m; }
    shown = found.slice(0, low);
    $("space").style.height = `${shown.length * ROW}px`;
    $("count").textContent = `${shown.length.toLocaleString("en")} of ${total.toLocaleString("en")} rows`;
    $("none").hidden = shown.length > 0;
    $("none").textContent = found.length ? "Nothing that matches has happened by this instant: move the knob on." : "No row of this rehearsal matches.";
    paint();
  };
  const paint = () => {
    const box = $("rows");
    box.querySelectorAll(".row").forEach((row) => row.remove());
    const first = Math.max(Math.floor(box.scrollTop / ROW) - 4, 0);
    const last = Math.min(first + Math.ceil(box.clientHeight / ROW) + 8, shown.length);
    for (let n = first; n < last; n++) {
      const i = shown[n];
      const row = make("div", `row${c.outcome[i] === skipped ? " skipped" : ""}${i === chosen ? " chosen" : ""}`);
      row.style.top = `${n * ROW}px`;
      row.setAttribute("role", "row");
      cell(i).forEach((text) => { const part = make("span", "", text); part.title = text; row.append(part); });
      row.addEventListener("click", () => { chosen = i; story(c.contact[i]); paint(); });
      box.append(row);
    }
  };

  // ---- story
  const story = (contact) => {
    const box = $("story");
    box.replaceChildren(make("h2", "", names[contact]));
    const list = make("ol");
    for (let i = 0; i < total; i++) {
      if (c.contact[i] !== contact) continue;
      const [time, , workflow, action, outcome, reason, , detail] = cell(i);
      const item = make("li");
      item.append(make("time", "", time));
      item.append(make("b", "", `${action} ${outcome}${reason ? `: ${reason}` : ""}`));
      item.append(make("p", "", detail || workflow));
      list.append(item);
    }
    box.append(list);
  };

  // ---- time
  const show = (t, { moveKnob = true } = {}) => {
    now = Math.min(Math.max(t, data.start), data.end);
    $("clock").textContent = clock(now);
    if (moveKnob) $("scrub").value = String(Math.round(((now - data.start) / Math.max(data.end - data.start, 1)) * 1000));
    count(); cut();
  };
  const stop = () => { clearInterval(timer); timer = 0; $("play").textContent = "Play"; };
  $("scrub").addEventListener("input", () => { stop(); const v = Number($("scrub").value); show(data.start + ((data.end - data.start) * v) / 1000, { moveKnob: false }); $("rows").scrollTop = shown.length * ROW; });
  $("play").addEventListener("click", () => {
    if (timer) { stop(); return; }
    if (now >= data.end) show(data.start);
    $("play").textContent = "Pause";
    timer = setInterval(() => { show(now + 86400 / 10); $("rows").scrollTop = shown.length * ROW; if (now >= data.end) stop(); }, 100);
  });
  $("skip").addEventListener("click", () => { stop(); for (let i = rowsAt(now); i < total; i++) if (c.outcome[i] === skipped) { show(c.time[i]); $("rows").scrollTop = shown.length * ROW; return; } });
  const strip = () => {
    const canvas = $("strip");
    canvas.width = canvas.clientWidth;
    const pen = canvas.getContext("2d");
    const parts = 120, mails = new Array(parts).fill(0), skips = new Array(parts).fill(0);
    for (let i = 0; i < total; i++) {
      const part = Math.min(Math.floor(((c.time[i] - data.start) / Math.max(data.end - data.start, 1)) * parts), parts - 1);
      if (c.outcome[i] === skipped) skips[part]++; else if (c.kind[i] === data.mail && c.outcome[i] === data.done) mails[part]++;
    }
    const style = getComputedStyle(document.documentElement);
    for (const [numbers, name] of [[mails, "--track"], [skips, "--skipped"]]) {
      const top = Math.max(...numbers, 1);
      pen.fillStyle = style.getPropertyValue(name);
      numbers.forEach((n, i) => { if (n) { const h = Math.max((n / top) * 22, 2); pen.fillRect((i * canvas.width) / parts, 24 - h, Math.max(canvas.width / parts - 1, 1), h); } });
    }
  };

  Object.keys(outcomes).forEach((key) => { const option = make("option", "", outcomes[key]); option.value = key; $("outcome").append(option); });
  $("filter").addEventListener("input", () => { search(); cut(); });
  $("outcome").addEventListener("change", () => { search(); cut(); });
  $("rows").addEventListener("scroll", paint);
  addEventListener("resize", () => { strip(); paint(); });
  // An address such as page.html#at=1767603600&filter=ana&outcome=2&story=Ana+Ruiz opens the page there.
  const asked = new URLSearchParams(location.hash.slice(1));
  $("filter").value = asked.get("filter") || "";
  $("outcome").value = asked.get("outcome") || "";
  search();
  show(asked.has("at") ? Number(asked.get("at")) : data.end);
  strip();
  if (names.includes(asked.get("story"))) story(names.indexOf(asked.get("story")));
})();
