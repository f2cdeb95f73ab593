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

  /* signing: strokes on a canvas, sent to data-sign as a picture when the hand rests, or when the form is sent */
  all("[data-sign]").forEach(function (pad) {
    var canvas = pad.querySelector("canvas"), kept = pad.querySelector("input"), said = pad.querySelector("[data-said]"), form = pad.closest("form");
    var pen = canvas.getContext("2d"), begin = said.textContent, drawing = false, owed = false, timer = 0, sending = null;
    pad.hidden = false;
    pen.lineWidth = 3; pen.lineCap = pen.lineJoin = "round"; pen.strokeStyle = "#111";
    var spot = function (event) {
      var box = canvas.getBoundingClientRect();
      return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
    };
    var send = function () {
      clearTimeout(timer);
      owed = false;
      sending = new Promise(function (done) { canvas.toBlob(done, "image/png"); }).then(function (picture) {
        var body = new FormData();
        body.append("file", picture, "签名.png");
        body.append("purpose", "signature");
        return post(pad.getAttribute("data-sign"), body);
      }).then(function (answer) { return answer.json(); }).then(function (found) {
        kept.value = found.id || "";
        said.textContent = found.error || "已签好。要改的先清除。";
        pad.dispatchEvent(new Event("uploaded", { bubbles: true }));
      }).catch(function () { said.textContent = "签名没有传上，请检查网络再签一次，或者输入姓名确认。"; }).then(function () { sending = null; });
      return sending;
    };
    canvas.addEventListener("pointerdown", function (event) {
      var at = spot(event);
      clearTimeout(timer);
      drawing = true;
      canvas.setPointerCapture(event.pointerId);
      pen.beginPath(); pen.moveTo(at[0], at[1]); pen.lineTo(at[0] + 0.1, at[1]); pen.stroke();
    });
    canvas.addEventListener("pointermove", function (event) {
      var at = spot(event);
      if (drawing) { pen.lineTo(at[0], at[1]); pen.stroke(); }
    });
    var lift = function () { if (drawing) { drawing = false; owed = true; timer = setTimeout(send, 1500); } };
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    pad.querySelector("[data-clear]").addEventListener("click", function () {
      clearTimeout(timer);
      owed = false;
      pen.clearRect(0, 0, canvas.width, canvas.height);
      kept.value = "";
      said.textContent = begin;
      pad.dispatchEvent(new Event("uploaded", { bubbles: true }));
    });
    if (form) form.addEventListener("submit", function (event) {
      if (!owed && !sending) return;
      event.preventDefault();
      (owed ? send() : sending).then(function () { form.requestSubmit(event.submitter); });
    });
  });

  /* trees: a list a level out of data-tree ([[code, label], …], codes are paths); what is looked for by its words wins */
  all("[data-tree]").forEach(function (box) {
    var rows = JSON.parse(box.getAttribute("data-tree")), levels = all("select", box), find = box.querySelector("input[list]");
    var under = function (code) { return rows.filter(function (row) { return row[0].slice(0, Math.max(0, row[0].lastIndexOf("/"))) === code; }); };
    levels.forEach(function (level, at) {
      level.addEventListener("change", function () {
        var next = levels[at + 1];
        if (find) find.value = "";
        if (!next) return;
        next.replaceChildren(new Option("请选择", ""));
        if (level.value) under(level.value).forEach(function (row) { next.add(new Option(row[1], row[0])); });
        changed(next);
      });
    });
  });

  /* places: the dot follows what is typed; data-here asks the device, which counts in WGS-84 */
  all("[data-point]").forEach(function (box) {
    var bounds = box.getAttribute("data-point").split(" ").map(Number), inputs = all("input", box), east = inputs[0], north = inputs[1];
    var dot = box.querySelector("ellipse"), here = box.querySelector("[data-here]"), said = box.querySelector("[data-said]"), datum = box.querySelector("select");
    var move = function () {
      var x = (Number(east.value) - bounds[0]) / (bounds[2] - bounds[0]), y = (bounds[3] - Number(north.value)) / (bounds[3] - bounds[1]);
      var within = east.value && north.value && x >= 0 && x <= 1 && y >= 0 && y <= 1;
      dot.setAttribute("visibility", within ? "visible" : "hidden");
      if (within) { dot.setAttribute("cx", x * 1000); dot.setAttribute("cy", y * 1000); }
    };
    east.addEventListener("input", move);
    north.addEventListener("input", move);
    if (!navigator.geolocation) return;
    here.hidden = false;
    here.querySelector("button").addEventListener("click", function () {
      said.textContent = "正在定位……";
      navigator.geolocation.getCurrentPosition(function (found) {
        east.value = found.coords.longitude.toFixed(6);
        north.value = found.coords.latitude.toFixed(6);
        datum.value = "wgs84";
        said.textContent = "已填上，误差约 " + Math.round(found.coords.accuracy) + " 米。";
        [east, north, datum].forEach(changed);
        move();
      }, function () { said.textContent = "没有定位到。请允许使用位置，或者自己填。"; }, { enableHighAccuracy: true, timeout: 15000 });
    });
  });
})();
