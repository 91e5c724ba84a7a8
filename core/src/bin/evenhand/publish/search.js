// Filters the list of items. Without this script the whole list is there.
(() => {
  "use strict";
  const search = document.getElementById("search");
  const query = document.getElementById("query");
  const count = document.getElementById("count");
  const groups = [...document.querySelectorAll("#items tbody")].map((body) => {
    const [head, ...rows] = body.rows;
    const text = (row) => row.textContent.toLowerCase();
    return { body, head: text(head), rows: rows.map((row) => ({ row, text: `${text(head)} ${text(row)}` })) };
  });
  const filter = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { body, head, rows } of groups) {
      // A document without items is found by its own name.
      let any = !rows.length && words.every((word) => head.includes(word));
      for (const { row, text } of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        any ||= !row.hidden;
        shown += row.hidden ? 0 : 1;
      }
      body.hidden = !any;
    }
    count.textContent = words.length ? count.dataset.count.replace("{shown}", shown) : "";
  };
  search.hidden = false;
  query.addEventListener("input", filter);
  // A browser that goes back keeps what was typed.
  filter();
})();
