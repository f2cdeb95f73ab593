/* Keys on one's own device: asks the browser, and sends its answer with the form. Without it the password serves. */
(function () {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  var bytes = function (text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  };
  var text = function (buffer) {
    return btoa(String.fromCharCode.apply(null, new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  var asked = function (options) {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    (options.excludeCredentials || []).concat(options.allowCredentials || []).forEach(function (one) { one.id = bytes(one.id); });
    return options;
  };
  var answered = function (found) {
    var said = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (found.response[name]) said[name] = text(found.response[name]);
    });
    return JSON.stringify({ id: found.id, rawId: text(found.rawId), type: found.type, response: said, clientExtensionResults: {} });
  };
  Array.prototype.forEach.call(document.querySelectorAll("form[data-passkey]"), function (form) {
    form.hidden = false;
    var none = form.querySelector("[data-passkey-none]");
    if (none) none.hidden = true;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var how = form.getAttribute("data-passkey");
      var button = form.querySelector("button:not([type=button])");
      button.disabled = true;
      navigator.credentials[how]({ publicKey: asked(JSON.parse(form.getAttribute("data-options"))) }).then(function (found) {
        form.elements.answer.value = answered(found);
        form.submit();
      }, function () {
        button.disabled = false; /* the person said no, or the device has no key: nothing was sent */
        button.focus();
      });
    });
  });
})();
