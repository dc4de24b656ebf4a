/**
 * The electronic screen: one slide after another, the clock, and what is new. Written for the browsers that screens have:
 * nothing here is younger than ECMAScript 5, and without it the page turns by itself.
 *
 * Without an answer it goes on with what it has, says since when, and shows nothing whose time is over: the time is the
 * server's, as of its last answer, because clocks of screens are often wrong.
 */
(function () {
  'use strict';
  var ASKS = 30000, WAITS = 15000, OLD = 75000;
  var KEPT = 'screen:' + location.pathname;
  var stage = document.getElementById('stage'), clock = document.getElementById('clock');
  var said = document.getElementById('said'), pace = document.getElementById('pace'), link = document.getElementById('link');
  var ahead = 0; // of this machine's clock: the server's, in milliseconds
  var answered = 0; // when the server answered last, by its own clock
  var at = -1, turning = 0;

  function now() { return new Date().getTime() + ahead; }
  function two(number) { return (number < 10 ? '0' : '') + number; }
  function moment(ms, whole) {
    // China has one time, whatever a screen's own zone is set to.
    var day = new Date(ms + 8 * 3600000);
    var time = two(day.getUTCHours()) + ':' + two(day.getUTCMinutes());
    return whole ? day.getUTCMonth() + 1 + '月' + day.getUTCDate() + '日 ' + time : time;
  }
  function root() { return document.getElementById('slides'); }
  function slides() {
    var found = stage.querySelectorAll('.slide'), live = [], i, until;
    for (i = 0; i < found.length; i++) {
      until = Number(found[i].getAttribute('data-until')) || 0;
      if (!until || until > now()) live.push(found[i]);
    }
    return live;
  }

  /** The largest type that holds: from the size it came with up by a third, or down as far as it must. */
  function fit(slide) {
    var body = slide.querySelector('.body'), room = slide.querySelector('.room');
    if (!body || !room || /\bshot\b/.test(slide.className)) return;
    body.style.fontSize = '';
    var came = parseFloat(getComputedStyle(body).fontSize), size = came * 1.34;
    var high = room.clientHeight - parseFloat(getComputedStyle(room).paddingTop) * 2;
    while (size > came * 0.3) {
      body.style.fontSize = size + 'px';
      if (body.scrollHeight <= high + 1 && body.scrollWidth <= body.clientWidth + 1) return;
      size -= came * 0.03;
    }
  }

  function show(step) {
    var every = stage.querySelectorAll('.slide'), live = slides(), i;
    for (i = 0; i < every.length; i++) every[i].className = every[i].className.replace(/ on\b/, '');
    clearTimeout(turning);
    var empty = document.getElementById('nothing');
    if (!live.length) {
      if (!empty) {
        empty = document.createElement('section');
        empty.id = 'nothing';
        empty.className = 'slide idle';
        empty.innerHTML = '<div class="sign"><p></p></div>';
        empty.querySelector('p').textContent = '现在没有要显示的内容';
        stage.appendChild(empty);
      }
      empty.className = 'slide idle on';
      pace.textContent = '';
      turning = setTimeout(function () { show(1); }, 10000);
      return;
    }
    if (empty) stage.removeChild(empty);
    at = (at + step + live.length) % live.length;
    var slide = live[at];
    slide.className += ' on';
    fit(slide);
    pace.textContent = live.length > 1 ? at + 1 + ' / ' + live.length : '';
    turning = setTimeout(function () { show(1); }, (Number(slide.getAttribute('data-seconds')) || 12) * 1000);
  }

  function state() {
    clock.textContent = moment(now(), true);
    var gone = slides().length;
    if (gone !== counted) { counted = gone; at = -1; show(1); }
    var old = now() - answered > OLD;
    link.className = old ? 'old' : '';
    link.textContent = old ? '自 ' + moment(answered, now() - answered > 43200000) + ' 起连不上服务器，内容可能已旧' : '';
  }
  var counted = 0;

  function taken(html, fresh) {
    var box = document.createElement('div');
    box.innerHTML = html;
    var brought = box.querySelector('#slides'), had = root();
    if (!brought) return;
    var time = Number(brought.getAttribute('data-at'));
    if (fresh) {
      ahead = time - new Date().getTime();
      answered = time;
      keep(html);
      // A new release of this page: the server is there, so it can be opened again.
      if (had && brought.getAttribute('data-build') !== had.getAttribute('data-build')) { location.reload(); return; }
    }
    var changed = brought.getAttribute('data-changed');
    said.textContent = changed ? '内容更新于 ' + changed : '';
    var same = had && inside(had) === inside(brought);
    if (had) { had.setAttribute('data-at', String(time)); }
    if (same) return;
    stage.innerHTML = '';
    stage.appendChild(brought);
    at = -1;
    counted = slides().length;
    show(1);
  }
  function inside(of) { return of.innerHTML.replace(/ on\b/g, '').replace(/ style="[^"]*"/g, ''); }

  function keep(html) {
    try { localStorage.setItem(KEPT, JSON.stringify({ html: html, ahead: ahead, answered: answered })); } catch (none) { /* it has no room */ }
  }
  function kept() {
    try { return JSON.parse(localStorage.getItem(KEPT) || 'null'); } catch (none) { return null; }
  }

  function ask() {
    var asked = new XMLHttpRequest();
    asked.open('GET', location.pathname + 'now/');
    asked.timeout = WAITS;
    asked.onload = function () {
      if (asked.status === 200) taken(asked.responseText, true);
      else if (asked.status === 404 || asked.status === 410) location.reload(); // the address is good no more: say so
      state();
    };
    asked.onerror = asked.ontimeout = state;
    asked.send();
  }

  // What the page came with; where it came from this machine's own store, what was brought since is newer.
  var first = root(), before = kept(), came = first ? Number(first.getAttribute('data-at')) : 0;
  if (before && before.answered > came) {
    ahead = before.ahead;
    answered = before.answered;
    taken(before.html, false);
  } else {
    answered = came;
    ahead = before && before.answered === came ? before.ahead : came - new Date().getTime();
    if (first) keep(first.outerHTML);
  }
  counted = slides().length;
  at = -1;
  show(1);
  state();
  setInterval(state, 1000);
  setInterval(ask, ASKS);
  ask();
  window.addEventListener('resize', function () { show(0); });
  if (document.fonts && document.fonts.ready) document.fonts.ready.then(function () { show(0); });
  // What this page is made of was there before its worker: it is laid by here, what comes later by the worker.
  if (window.caches) {
    var parts = [location.pathname], used = document.querySelectorAll('link[rel=stylesheet], script[src]'), i;
    for (i = 0; i < used.length; i++) parts.push(used[i].href || used[i].src);
    caches.open('screen-1').then(function (cache) { return cache.addAll(parts); }).then(function () {
      document.documentElement.setAttribute('data-kept', 'yes');
    })['catch'](function () { /* without the server */ });
  }
  if ('serviceWorker' in navigator) navigator.serviceWorker.register('worker.js')['catch'](function () { /* plain http */ });
})();
