// Says beside a date field how its text will be read, in either era, as soon as it is left.

// The line has its room from the first focus on: were it to appear when the field is left, everything below would move
// away under the pointer, and the click on "Continue" that left the field would be lost.
function echoOf(input) {
  let echo = input.parentElement.querySelector(".echo");
  if (!echo) {
    echo = document.createElement("p");
    echo.className = "echo";
    echo.setAttribute("role", "status");
    input.after(echo);
  }
  return echo;
}

async function read(input) {
  const echo = echoOf(input);
  const text = input.value.trim();
  if (!text) {
    echo.textContent = "";
    return;
  }
  const answer = await fetch(`${input.dataset.readDate}?${new URLSearchParams({ text })}`).catch(() => null);
  if (answer?.ok && input.value.trim() === text) echo.textContent = await answer.text();
}

document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-read-date]")) echoOf(event.target);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-read-date]")) read(event.target);
});
