// The hotline is shown as soon as a sign is ticked that needs help at once.
for (const form of document.querySelectorAll("[data-reaction]")) {
  const box = document.querySelector("[data-reaction-hotline]");
  const told = document.querySelector("#hotline:not([data-reaction-hotline] *)");
  const show = () => {
    box.hidden = Boolean(told) || !form.querySelector("input[name=urgent]:checked");
    if (!box.hidden) box.scrollIntoView({ block: "nearest" });
  };
  form.addEventListener("change", (event) => event.target.name === "urgent" && show());
  show();
}
