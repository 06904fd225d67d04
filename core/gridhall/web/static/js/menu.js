/** The drawer on a phone. Without this module the button is a link and `:target` opens the drawer. */

const side = document.getElementById("menu");
const opener = document.querySelector("[data-menu-open]");
const behind = document.querySelectorAll("[data-behind-menu]");

/** @param {boolean} open */
function setOpen(open) {
  side.toggleAttribute("data-open", open);
  opener.setAttribute("aria-expanded", String(open));
  behind.forEach((element) => {
    element.inert = open;
  });
  (open ? side.querySelector("[data-menu-close]") : opener).focus();
}

if (side && opener) {
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-expanded", "false");
  opener.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      opener.click();
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-menu-open], [data-menu-close]");
    if (link) {
      event.preventDefault();
      setOpen(link === opener);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && side.hasAttribute("data-open")) {
      setOpen(false);
    }
  });
}
