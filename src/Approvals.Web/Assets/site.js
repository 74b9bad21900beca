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
