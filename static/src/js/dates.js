// Says beside a date field how its text will be read, in either era, as soon as it is left.

async function read(input) {
  let echo = input.parentElement.querySelector(".echo");
  if (!echo) {
    echo = document.createElement("p");
    echo.className = "echo";
    echo.setAttribute("role", "status");
    input.after(echo);
  }
  const text = input.value.trim();
  if (!text) {
    echo.textContent = "";
    return;
  }
  const answer = await fetch(`${input.dataset.readDate}?${new URLSearchParams({ text })}`).catch(() => null);
  if (answer?.ok && input.value.trim() === text) echo.textContent = await answer.text();
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-read-date]")) read(event.target);
});
