import { startKeys } from "./keys.js";
import { startPresence } from "./presence.js";
import { startViewers } from "./viewer.js";

startViewers();
startPresence();
if (document.querySelector("[data-desk-keys]")) startKeys();
