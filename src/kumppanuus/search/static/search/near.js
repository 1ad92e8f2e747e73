/* "Use where I am": asked of the browser when the button is pressed, rounded to about a kilometre, and sent as if written. */
const here = () => document.querySelectorAll("[data-here]").forEach((one) => { one.hidden = !navigator.geolocation; });
document.addEventListener("click", (event) => {
  const told = event.target.closest("[data-here] button")?.nextElementSibling;
  if (!told) return;
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    const field = document.getElementById("near");
    field.value = `${coords.latitude.toFixed(2)}, ${coords.longitude.toFixed(2)}`;
    field.form.requestSubmit();
  }, () => { told.textContent = told.dataset.refused; });
});
document.addEventListener("htmx:afterSwap", here);
here();
