/* Questions whose answer takes more than one input. Each works without this: buttons send the form, lists are sent and come back. */
(function () {
  "use strict";
  var all = function (selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); };
  var token = function () { var field = document.querySelector("[name=csrfmiddlewaretoken]"); return field && field.value || ""; };
  var post = function (address, body) {
    return fetch(address, { method: "POST", body: body, credentials: "same-origin", headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" } });
  };
  var changed = function (field) { field.dispatchEvent(new Event("change", { bubbles: true })); };

  /* firms: a whole code is looked up at data-firm and the name filled in; the button does the same without leaving the page */
  all("[data-firm]").forEach(function (box) {
    var inputs = all("input", box), code = inputs[0], name = inputs[1], said = box.querySelector("[data-said]"), last = code.value;
    var look = function () {
      var body = new FormData(), title = document.querySelector("h1");
      last = code.value;
      body.append("code", code.value);
      body.append("purpose", title ? title.textContent.trim() : document.title);
      post(box.getAttribute("data-firm"), body).then(function (answer) { return answer.json(); }).then(function (found) {
        said.textContent = found.said;
        said.classList.toggle("field-note--good", !!found.name);
        if (!found.name || name.value === found.name) return;
        name.value = found.name;
        changed(name);
      }).catch(function () { said.textContent = "没有查到，请检查网络；名称也可以自己填。"; });
    };
    code.addEventListener("input", function () { if (code.value !== last && code.value.replace(/\s/g, "").length === 18) look(); });
    box.querySelector("button").addEventListener("click", function (event) { event.preventDefault(); look(); });
  });
})();
