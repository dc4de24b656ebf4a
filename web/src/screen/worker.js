/** Keeps a screen's page and what it draws, so that the screen comes up although the server is gone. */
(function () {
  'use strict';
  var KEPT = 'screen-1';
  self.addEventListener('install', function () { self.skipWaiting(); });
  self.addEventListener('activate', function (event) { event.waitUntil(self.clients.claim()); });
  self.addEventListener('fetch', function (event) {
    var asked = event.request;
    // What is new is asked of the server alone: the page has to know when there is no answer.
    if (asked.method !== 'GET' || /\/now\/$/.test(asked.url)) return;
    event.respondWith(
      fetch(asked).then(function (answer) {
        if (answer.status === 200) {
          var copy = answer.clone();
          event.waitUntil(caches.open(KEPT).then(function (cache) { return cache.put(asked, copy); }));
        }
        return answer;
      }, function () {
        return caches.match(asked, { ignoreSearch: asked.mode === 'navigate' }).then(function (found) { return found || Response.error(); });
      })
    );
  });
})();
