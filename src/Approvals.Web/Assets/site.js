// Everything works without this file. It spares a click, a wait or a second look.
"use strict";

// A form that is on its way is not sent again by a second click.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", event => {
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
    }
    form.setAttribute("aria-busy", "true");
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) {
    form.removeAttribute("aria-busy");
  }
});

// Fields that do not apply step aside. A condition is a list of groups, a group a list of clauses: any group, all of its clauses.
const conditional = [...document.querySelectorAll("[data-when]")];
if (conditional.length > 0) {
  const form = conditional[0].closest("form");
  const values = name => new FormData(form).getAll("f." + name).filter(value => value !== "");
  const holds = clause => {
    const given = values(clause.field);
    const met = clause.any ? given.some(value => clause.any.includes(value)) : given.length > 0;
    return met !== Boolean(clause.not);
  };
  const update = () => {
    for (const field of conditional) {
      const groups = JSON.parse(field.dataset.when);
      field.hidden = !groups.some(group => group.every(holds));
    }
  };
  form.addEventListener("input", update);
  update();
}

// Topics are filtered while somebody types.
for (const input of document.querySelectorAll("input[data-filter]")) {
  const items = [...document.querySelectorAll(input.dataset.filter)];
  const empty = document.querySelector("[data-filter-empty]");
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of items) {
      item.hidden = !words.every(word => item.dataset.words.includes(word));
      shown += item.hidden ? 0 : 1;
    }
    empty.hidden = shown > 0 || items.length === 0;
  });
}

// A page that is looked at notices when what it shows has changed. It says so and changes nothing: somebody may be writing.
const mark = document.querySelector("[data-live]");
if (mark) {
  const quick = 4000, slow = 60000, patience = 15 * 60 * 1000;
  const opened = Date.now();
  let { since } = mark.dataset;
  let asking = false, gone = false, told = "", events = null, timer = 0;
  let push = Boolean(mark.dataset.push && window.EventSource);

  const tell = text => {
    if (text === told) {
      return;
    }
    told = text;
    const place = document.querySelector(".live");
    place.querySelector("[data-news]")?.remove();
    const notice = document.createElement("div");
    notice.className = "notice news tone-wait";
    notice.dataset.news = "";
    const line = document.createElement("p");
    const words = document.createElement("strong");
    words.textContent = text;
    const link = document.createElement("a");
    link.href = mark.dataset.page;
    link.textContent = "Show how it stands now";
    line.append(words, " ", link);
    notice.append(line);
    place.append(notice);
  };
  const ask = async () => {
    if (asking) {
      return;
    }
    asking = true;
    try {
      const answer = await fetch(`${mark.dataset.live}/news?since=${encodeURIComponent(since)}&page=${encodeURIComponent(mark.dataset.since)}`, { headers: { Accept: "application/json" }, cache: "no-store", redirect: "error" });
      if (answer.status === 200) {
        const news = await answer.json();
        since = news.since;
        tell(news.text);
      } else if ([401, 403, 404].includes(answer.status)) {
        tell("This page is not current any more.");
        gone = true;
        stop();
      }
    } catch {
      // Away for a moment: the next question gets an answer.
    } finally {
      asking = false;
    }
  };
  const poll = () => {
    timer = setTimeout(async () => {
      await ask();
      start();
    }, Date.now() - opened < patience ? quick : slow);
  };
  const giveUp = () => {
    push = false;
    stop();
    start();
  };
  const listen = () => {
    events = new EventSource(`${mark.dataset.live}/changes`);
    events.onopen = ask;
    events.onmessage = ask;
    events.onerror = () => {
      // Closed for good: there is no place, or something on the way takes no streams.
      if (events?.readyState === EventSource.CLOSED) {
        giveUp();
      }
    };
    timer = setTimeout(watch, 2 * quick);
  };
  // Something on the way may hold the stream back: then it never opens, or it opens and says nothing.
  const watch = () => {
    if (events.readyState !== EventSource.OPEN) {
      giveUp();
      return;
    }
    ask();
    timer = setTimeout(watch, slow);
  };
  const start = () => gone ? undefined : push ? listen() : poll();
  const stop = () => {
    events?.close();
    events = null;
    clearTimeout(timer);
  };
  document.addEventListener("visibilitychange", () => {
    stop();
    if (!document.hidden) {
      ask();
      start();
    }
  });
  addEventListener("pagehide", stop);
  if (!document.hidden) {
    start();
  }
}
