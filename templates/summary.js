// A heading of a table is a button that sorts by its column; once more, the other way round.
"use strict";
for (const table of document.querySelectorAll(".sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const numbers = head.classList.contains("n");
      const down = head.ariaSort ? head.ariaSort === "ascending" : numbers;
      const value = (row) => row.cells[column].textContent.trim();
      const compare = (a, b) => (numbers ? value(a) - value(b) : value(a).localeCompare(value(b), "en"));
      const rows = [...table.tBodies[0].rows].sort((a, b) => (down ? compare(b, a) : compare(a, b)));
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      table.tBodies[0].append(...rows);
    });
  });
}
