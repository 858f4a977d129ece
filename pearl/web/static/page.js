// The page's own script: the opening hours, a line for each group of days.

const hours = document.getElementById("hours");
hours.replaceChildren(
  ...hours.textContent.split("; ").map((text) => {
    const line = document.createElement("span");
    line.className = "line";
    line.textContent = text;
    return line;
  }),
);
