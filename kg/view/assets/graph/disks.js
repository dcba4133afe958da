// Communities of a large picture: folded, each is a disk that says who it is about; unfolded, its members stand in its place.

const disks = (() => {
  const groups = (page.network.groups || []).map(([x, y, r, first, loose], i) => ({ i, x, y, r, first, loose, kept: 0, kinds: new Map() }));
  const of = page.network.of || [];
  const FEW = 800; // so many are drawn one by one without asking
  let asked = false, everything = groups.length === 0, links = [];

  const folds = () => !everything && state.layout === "net" && !state.focus;
  const open = (i) => !folds() || state.open.has(i);
  const folded = () => groups.filter((group) => group.kept && !open(group.i));

  const halves = (name, most) => (name.length <= most ? [name]
    : [name.slice(0, Math.min(most, Math.ceil(name.length / 2))), name.length > 2 * most ? `${name.slice(most, 2 * most - 1)}…` : name.slice(Math.min(most, Math.ceil(name.length / 2)))]);

  return {
    all: () => everything,
    stands: (id) => !groups.length || open(of[id]),
    /** Opens whatever holds an entity. */
    reveal(id) { if (groups.length && folds()) state.open.add(of[id]); },
    /** Counts who is shown in each community, and what joins the communities. */
    count() {
      everything = groups.length === 0 || shownNodes.size <= FEW || asked;
      for (const group of groups) { group.kept = 0; group.kinds.clear(); }
      for (const id of shownNodes) {
        const group = groups[of[id]];
        if (!group) continue;
        group.kept += 1;
        group.kinds.set(entities[id].type, (group.kinds.get(entities[id].type) || 0) + 1);
      }
      const totals = new Map();
      if (folds()) {
        for (const f of shownFacts) {
          const a = of[facts[f].s], b = of[facts[f].o];
          if (a === b || (state.open.has(a) && state.open.has(b)) || ["mentions", "wrote"].includes(facts[f].p)) continue;
          const key = Math.min(a, b) * groups.length + Math.max(a, b);
          totals.set(key, (totals.get(key) || 0) + 1);
        }
      }
      links = [...totals].map(([key, n]) => [groups[Math.floor(key / groups.length)], groups[key % groups.length], n]);
    },
    at({ x, y }) {
      const found = folded().find((group) => Math.hypot(group.x - x, group.y - y) <= group.r);
      return found ? found.i : null;
    },
    unfold(i) {
      state.open.add(i);
      refresh();
      const { x, y, r } = groups[i];
      picture.moveTo({ x, y, scale: Math.min(1.2, (0.8 * Math.min(find("graph").clientWidth, find("graph").clientHeight)) / (2 * r)), offset: shift(), duration: moving() ? 400 : 0 });
    },
    extent(box) {
      const rest = folded();
      if (!rest.length) return box;
      const all = box || [Infinity, Infinity, -Infinity, -Infinity];
      for (const { x, y, r } of rest) {
        all[0] = Math.min(all[0], x - r); all[1] = Math.min(all[1], y - r);
        all[2] = Math.max(all[2], x + r); all[3] = Math.max(all[3], y + r);
      }
      return all;
    },
    draw(put, { scale, left, top }, room) {
      const rest = folded();
      if (!rest.length) return;
      const ctx = sheet.getContext("2d"), wide = sheet.clientWidth, high = sheet.clientHeight;
      const dim = near.size > 0 ? 0.3 : 1;
      ctx.strokeStyle = ink.faint;
      for (const [a, b, n] of links) {
        ctx.globalAlpha = dim * Math.min(0.5, 0.1 + 0.05 * n);
        ctx.lineWidth = Math.min(4, 0.6 + 0.5 * Math.sqrt(n));
        ctx.beginPath();
        ctx.moveTo(a.x * scale + left, a.y * scale + top);
        ctx.lineTo(b.x * scale + left, b.y * scale + top);
        ctx.stroke();
      }
      for (const group of rest) {
        const x = group.x * scale + left, y = group.y * scale + top, r = Math.max(2.5, group.r * scale * 0.92);
        if (x + r < 0 || y + r < 0 || x - r > wide || y - r > high) continue;
        ctx.globalAlpha = dim;
        ctx.fillStyle = ink.paper;
        ctx.beginPath();
        ctx.arc(x, y, r, 0, 2 * Math.PI);
        ctx.fill();
        // The rim tells what kinds of things are inside.
        const rim = Math.max(2, Math.min(7, r * 0.13));
        let angle = -Math.PI / 2;
        ctx.lineWidth = rim;
        for (const name of [...Object.keys(classes), ...group.kinds.keys()].filter((kind, k, list) => list.indexOf(kind) === k && group.kinds.has(kind))) {
          const turn = (2 * Math.PI * group.kinds.get(name)) / group.kept;
          ctx.strokeStyle = classColor(name);
          ctx.globalAlpha = dim * (group.loose ? 0.35 : 0.85);
          ctx.beginPath();
          ctx.arc(x, y, r - rim / 2, angle, angle + turn);
          ctx.stroke();
          angle += turn;
        }
      }
      for (const { x, y, r } of rest) {
        const half = r * scale * 0.7;
        room.take([x * scale + left - half, y * scale + top - half, x * scale + left + half, y * scale + top + half], 1);
      }
      for (const group of [...rest].sort((a, b) => b.r - a.r)) {
        const r = group.r * scale * 0.92, x = group.x * scale + left, y = group.y * scale + top;
        const color = group.loose ? ink.soft : ink.ink, name = group.loose ? word("loose") : shortName(group.first, 14);
        if (r > 46) put([...halves(name, r > 90 ? 14 : 7), group.kept.toLocaleString("en")], x, y, { px: r > 80 ? 15 : 13, heavy: 600, color, alpha: dim, middle: true, over: 2 });
        else if (r > 22) put(halves(name, r > 32 ? 5 : 4), x, y, { px: 11, heavy: 400, color, alpha: dim, middle: true, over: 2, bare: true });
        else if (!put([name], x, y, { px: 11, heavy: 400, color: ink.soft, alpha: dim, gap: r, sides: [0, 1, 2, 3], over: 3 }) && r > 12) {
          put([group.kept.toLocaleString("en")], x, y, { px: 11, heavy: 400, color: ink.soft, alpha: dim, middle: true, over: 2, bare: true });
        }
      }
      ctx.globalAlpha = 1;
    },
    /** The line that says how many communities there are, with a button for all of them. */
    bar() {
      const line = find("folding"), many = groups.filter((group) => group.kept).length;
      line.hidden = !groups.length || state.layout !== "net" || state.focus !== null || (everything && !asked);
      if (line.hidden) return;
      const none = asked || groups.every((group) => !group.kept || state.open.has(group.i));
      const act = () => {
        asked = !none;
        state.open.clear();
        refresh();
        fit();
      };
      line.replaceChildren(el("span", {}, word("communities", { n: many.toLocaleString("en") })),
        el("button", { type: "button", className: "pill", id: "fold", onclick: act }, word(none ? "fold" : "unfold")),
        ...(!none && state.open.size ? [el("button", { type: "button", className: "pill", onclick: () => { state.open.clear(); refresh(); fit(); } }, word("fold"))] : []));
    },
  };
})();
