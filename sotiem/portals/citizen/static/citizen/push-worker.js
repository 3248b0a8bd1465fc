// Shows what was pushed, and opens its page when it is touched.
self.addEventListener("push", (event) => {
  const told = event.data.json();
  const shown = { body: told.text, tag: told.key, data: told.link };
  event.waitUntil(self.registration.showNotification("Sổ Tiêm", shown));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data || "/"));
});
