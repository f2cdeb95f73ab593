/* Small conveniences. Everything essential works without them: forms post, links lead, files go with the form. */
(function () {
  "use strict";
  var root = document.documentElement;
  var all = function (selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); };
  var typing = function (at) { return /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) && !/^(radio|checkbox|button|submit)$/.test(at.type) || at.isContentEditable; };
  var token = function () {
    var field = document.querySelector("[name=csrfmiddlewaretoken]");
    var cookie = document.cookie.match(/csrftoken=([^;]+)/);
    return field && field.value || cookie && cookie[1] || "";
  };

  /* large text */
  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-size-toggle]")) return;
    var large = root.getAttribute("data-size") !== "large";
    if (large) root.setAttribute("data-size", "large"); else root.removeAttribute("data-size");
    var value = large ? "large" : "normal";
    try { localStorage.setItem("yiwang-size", value); } catch (refused) { /* for this page only, then */ }
    var encrypted = location.protocol === "https:";
    document.cookie = (encrypted ? "__Host-" : "") + "yiwang-size=" + value + ";path=/;max-age=31536000;samesite=lax" + (encrypted ? ";secure" : "");
  });

  /* dialogs: data-dialog="id" asks first; without scripts the button leads on */
  document.addEventListener("click", function (event) {
    var opener = event.target.closest("[data-dialog]");
    var closer = event.target.closest("dialog [data-close]");
    if (closer) { closer.closest("dialog").close(); return; }
    if (!opener) return;
    var dialog = document.getElementById(opener.getAttribute("data-dialog"));
    if (dialog && dialog.showModal) { event.preventDefault(); dialog.showModal(); }
  });

  /* printing */
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) { event.preventDefault(); window.print(); }
  });

  /* one submit, and the button says so, its width kept */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method === "dialog" || event.defaultPrevented) return;
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    var button = event.submitter;
    if (!button || form.method === "get") { setTimeout(function () { form.removeAttribute("data-sent"); }, 500); return; }
    setTimeout(function () {
      var words = button.querySelector(".button-text") || button;
      button.style.minWidth = button.offsetWidth + "px";
      button.setAttribute("data-words", words.textContent);
      words.textContent = button.getAttribute("data-busy") || "提交中……";
      button.setAttribute("aria-busy", "true");
    }, 0);
  });
  window.addEventListener("pageshow", function () {
    all("form[data-sent]").forEach(function (form) { form.removeAttribute("data-sent"); });
    all("button[aria-busy]").forEach(function (button) {
      button.removeAttribute("aria-busy");
      (button.querySelector(".button-text") || button).textContent = button.getAttribute("data-words");
    });
  });

  /* focus goes to the error summary; its lines lead to their fields */
  var summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
  document.addEventListener("click", function (event) {
    var line = event.target.closest(".errors a");
    var field = line && document.getElementById(line.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  });

  /* data-shown-when="field=value" or "field=one|other": what follows an answer */
  function follow(form) {
    all("[data-shown-when]", form).forEach(function (part) {
      var pair = part.getAttribute("data-shown-when").split("=");
      var shown = all("[name='" + pair[0] + "']", form).some(function (field) {
        return (field.type === "radio" || field.type === "checkbox" ? field.checked : true) && pair[1].split("|").indexOf(field.value) >= 0;
      });
      part.hidden = !shown;
      all("input,select,textarea", part).forEach(function (field) { field.disabled = !shown; });
    });
  }
  all("form").forEach(function (form) {
    follow(form);
    form.addEventListener("change", function () { follow(form); });
    if (form.hasAttribute("data-auto")) form.addEventListener("change", function (event) {
      try { sessionStorage.setItem("yiwang-focus", event.target.id); } catch (refused) { /* the focus begins at the top, then */ }
      form.requestSubmit ? form.requestSubmit() : form.submit();
    });
  });

  window.addEventListener("load", function () { /* who answered with the keyboard goes on where they were, after the page has gone to its place */
    try {
      var before = document.getElementById(sessionStorage.getItem("yiwang-focus"));
      sessionStorage.removeItem("yiwang-focus");
      if (before && before.closest("[data-auto]")) setTimeout(function () { before.focus({ preventScroll: true }); }, 0);
    } catch (refused) { /* without storage */ }
  });

  /* drafts: changed fields go to data-draft, one request after the other, or an older answer could arrive last; "saved" is said when nothing waits any more */
  all("form[data-draft]").forEach(function (form) {
    var changed = {}, timer = 0, under = false;
    var say = function (words) { all("[data-draft-state]").forEach(function (place) { place.textContent = words; }); };
    var send = function (leaving) {
      var names = Object.keys(changed);
      if (!names.length || (under && leaving !== true)) return;
      var body = new FormData();
      names.forEach(function (name) {
        var values = new FormData(form).getAll(name).filter(function (v) { return typeof v === "string"; });
        (values.length ? values : [""]).forEach(function (value) { body.append(name, value); });
      });
      body.append("changed", names.join(","));
      changed = {};
      under = true;
      var asked = { method: "POST", body: body, keepalive: true, credentials: "same-origin", headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" } };
      if (window.AbortSignal && AbortSignal.timeout) asked.signal = AbortSignal.timeout(20000); /* what hangs lets the next one go */
      fetch(form.getAttribute("data-draft"), asked)
        .then(function (answer) { if (!answer.ok) throw answer; return answer.json(); }).then(function (kept) {
          under = false;
          if (Object.keys(changed).length) return send();
          form.removeAttribute("data-unsaved");
          say("草稿" + kept.saved + "已保存。");
        })
        .catch(function () { under = false; names.forEach(function (n) { changed[n] = true; }); say("草稿还没保存上，请检查网络；填的内容还在这一页。"); timer = setTimeout(send, 15000); });
    };
    var note = function (event) {
      if (!event.target.name || event.target.type === "file") return;
      changed[event.target.name] = true;
      form.setAttribute("data-unsaved", "");
      clearTimeout(timer);
      timer = setTimeout(send, event.type === "change" ? 200 : 2000);
    };
    form.addEventListener("input", note);
    form.addEventListener("change", note);
    form.addEventListener("uploaded", function () {
      all("input[type=hidden][name$='-id']", form).forEach(function (kept) { changed[kept.name] = true; });
      form.setAttribute("data-unsaved", "");
      timer = setTimeout(send, 200);
    });
    document.addEventListener("visibilitychange", function () { if (document.hidden) send(true); });
  });

  /* files: each goes at once to data-upload, with its bar and its own error */
  all("[data-upload]").forEach(function (box) {
    var input = box.querySelector("input[type=file]"), list = box.querySelector(".upload-list");
    function one(file) {
      var row = document.createElement("li"), name = document.createElement("span"), bar = document.createElement("progress"), dot = document.createElement("span");
      name.textContent = file.name; bar.max = 100; bar.value = 0; bar.setAttribute("aria-label", file.name);
      row.append(dot, name, bar); list.append(row);
      var fail = function (words) { bar.remove(); var bad = document.createElement("span"); bad.className = "bad"; bad.textContent = words; row.append(bad); };
      var body = new FormData(), call = new XMLHttpRequest();
      body.append(input.name, file);
      call.open("POST", box.getAttribute("data-upload"));
      call.setRequestHeader("X-CSRFToken", token());
      call.upload.onprogress = function (event) { if (event.lengthComputable) bar.value = event.loaded / event.total * 100; };
      call.onerror = function () { fail("没有传上。请检查网络，再选一次。"); };
      call.onload = function () {
        var said = {};
        try { said = JSON.parse(call.responseText); } catch (other) { said = {}; }
        if (call.status >= 300) { fail(said.error || "没有传上。请再选一次。"); return; }
        bar.remove();
        if (said.id) { var kept = document.createElement("input"); kept.type = "hidden"; kept.name = input.name + "-id"; kept.value = said.id; row.append(kept); }
        var done = document.createElement("small"); done.className = "meta"; done.textContent = "已上传"; row.append(done);
        box.dispatchEvent(new Event("uploaded", { bubbles: true }));
      };
      call.send(body);
    }
    var take = function (files) { Array.prototype.slice.call(files).forEach(one); input.value = ""; };
    input.addEventListener("change", function () { take(input.files); });
    box.addEventListener("dragover", function (event) { event.preventDefault(); box.classList.add("is-over"); });
    box.addEventListener("dragleave", function () { box.classList.remove("is-over"); });
    box.addEventListener("drop", function (event) { event.preventDefault(); box.classList.remove("is-over"); take(event.dataTransfer.files); });
  });

  /* selects that depend on one another: data-lookup answers [[value, label], …] for ?under= */
  all("[data-cascade]").forEach(function (group) {
    var levels = all("select", group);
    levels.forEach(function (level, at) {
      level.addEventListener("change", function () {
        var next = levels[at + 1], from = level.getAttribute("data-lookup");
        if (!next || !from) return;
        fetch(from + (from.indexOf("?") < 0 ? "?" : "&") + "under=" + encodeURIComponent(level.value)).then(function (a) { return a.json(); }).then(function (rows) {
          next.replaceChildren(new Option("请选择", ""));
          rows.forEach(function (row) { next.add(new Option(row[1], row[0])); });
          next.dispatchEvent(new Event("change", { bubbles: true }));
        });
      });
    });
  });

  /* phrases: put in at the caret; Alt and the down key go from the text to the list, Enter from the list back into the text */
  all("[data-phrases]").forEach(function (place) {
    var text = document.getElementById(place.getAttribute("data-phrases")), list = place.querySelector("select"), button = place.querySelector("button");
    var put = function () {
      var words = list.selectedOptions[0] && list.selectedOptions[0].getAttribute("data-text");
      list.value = "";
      text.focus();
      if (!words) return;
      text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    };
    button.type = "button"; /* so that Enter in another field hands the form in */
    button.addEventListener("click", put);
    text.addEventListener("keydown", function (event) {
      if (!event.altKey || event.key !== "ArrowDown") return;
      event.preventDefault();
      list.focus();
      try { list.showPicker(); } catch (closed) { /* the arrows choose all the same */ }
    });
    list.addEventListener("keydown", function (event) { if (event.key === "Enter" && list.value) { event.preventDefault(); put(); } });
  });

  /* papers: one open at a time; the buttons and their keys go to the one before and after */
  all("[data-papers]").forEach(function (pane) {
    pane.addEventListener("click", function (event) {
      var button = event.target.closest("[data-paper-step]");
      if (!button) return;
      var each = all("details", pane), at = each.findIndex(function (one) { return one.open; });
      var next = each[Math.max(0, Math.min(each.length - 1, at + Number(button.getAttribute("data-paper-step"))))];
      each.forEach(function (one) { one.open = one === next; });
      next.querySelector("summary").scrollIntoView({ block: "nearest" });
    });
  });

  /* polling: data-poll="url" is replaced by the answer every 20 s while seen and not being read with the keyboard */
  setInterval(function () {
    if (document.hidden) return;
    all("[data-poll]").forEach(function (place) {
      if (place.contains(document.activeElement)) return;
      fetch(place.getAttribute("data-poll"), { headers: { "X-Requested-With": "fetch" } }).then(function (answer) { return answer.ok && answer.status !== 204 ? answer.text() : ""; })
        .then(function (html) { if (html) place.innerHTML = html; }).catch(function () { /* next time */ });
    });
  }, 20000);

  /* rows chosen together: how many */
  document.addEventListener("change", function (event) {
    var form = event.target.form, place = form && form.querySelector("[data-picked]");
    if (place) place.textContent = "选了" + all("input[type=checkbox]:checked").filter(function (box) { return box.form === form; }).length + "件";
  });

  /* keys: J K over rows, / to the search, ? for the table, single letters for buttons that show them */
  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      var send = document.querySelector("[data-key='Ctrl Enter']");
      if (send) { event.preventDefault(); send.click(); }
      return;
    }
    if (event.altKey && (event.key === "PageUp" || event.key === "PageDown")) { /* also while one types */
      var turn = document.querySelector("[data-paper-step='" + (event.key === "PageUp" ? "-1" : "1") + "']");
      if (turn) { event.preventDefault(); turn.click(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    var key = event.key.toLowerCase();
    if (key === "/") { var find = document.querySelector("[data-search]"); if (find) { event.preventDefault(); find.focus(); } return; }
    if (key === "?") { document.getElementById("keys-help").showModal(); return; }
    if (key === "j" || key === "k") {
      var rows = all("[data-keys] [data-row]"), at = rows.indexOf(document.activeElement.closest("[data-row]"));
      if (at < 0) at = rows.indexOf(document.querySelector("[data-row].is-chosen")) - (key === "j" ? 1 : 0);
      var next = rows[Math.max(0, Math.min(rows.length - 1, at + (key === "j" ? 1 : -1)))];
      if (next) { all(".is-chosen").forEach(function (row) { row.classList.remove("is-chosen"); }); next.classList.add("is-chosen"); (next.querySelector("a") || next).focus(); next.scrollIntoView({ block: "nearest" }); }
      return;
    }
    if ((key === "x" || key === " ") && event.target.type !== "checkbox") {
      var at_row = document.activeElement.closest("[data-row]") || document.querySelector("[data-row].is-chosen");
      var box = at_row && at_row.querySelector("input[type=checkbox]");
      if (box) { event.preventDefault(); box.click(); return; }
    }
    if (key.length === 1) {
      var row = document.activeElement.closest("[data-row]") || document.querySelector("[data-row].is-chosen");
      var mine = row ? all("[data-key]", row) : [], others = all("[data-key]").filter(function (b) { return !b.closest("[data-row]"); });
      var button = mine.concat(others).find(function (b) { return b.getAttribute("data-key").toLowerCase() === key && !b.disabled; });
      if (button) { event.preventDefault(); button.click(); }
    }
  });
})();
