/* Large text, before the first paint; remembered on the device (and in a cookie, so that the server can draw it without scripts). */
(function () {
  "use strict";
  try {
    var size = localStorage.getItem("yiwang-size");
    if (size === "large") document.documentElement.setAttribute("data-size", "large");
    else if (size === "normal") document.documentElement.removeAttribute("data-size");
  } catch (refused) { /* a device that keeps nothing still reads */ }
})();
