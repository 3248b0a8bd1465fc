// Where to call is shown as soon as a sign is ticked that needs help at once.
const box = document.querySelector("[data-reaction-hotline]");
for (const form of box ? document.querySelectorAll("[data-reaction]") : []) {
  const show = () => {
    box.hidden = !form.querySelector("input[name=urgent]:checked");
    if (!box.hidden) box.scrollIntoView({ block: "nearest" });
  };
  form.addEventListener("change", (event) => event.target.name === "urgent" && show());
  show();
}
