// Brings news into the page: when the ledger changes, the page is read again, and the parts marked data-live that differ are exchanged. What the
// user is typing in is never touched.

const events = "/api/v1/events";
const actions = ["site.put", "site.delete", "reservation.create", "reservation.activate", "reservation.release", "reservation.expire", "reservation.observe", "reservation.keep"];
const calm = 300; // ms from the first news of a burst to reading
const pause = 2000; // ms between two readings at least
const rest = 20000; // ms until it looks for what no change of the ledger tells: a site file that became unusable
const channelName = "fairlead-events";

const body = document.body;
const address = body.dataset.liveAddress;
const site = body.dataset.site;
let shown = Number(body.dataset.lastEntry);
let newest = shown;
let timer = 0;
let isReading = false;
let lastRead = 0;

if (address) {
  listen();
  document.addEventListener("visibilitychange", () => newest > shown && plan());
  setInterval(plan, rest);
  // A page from the browser's own memory may be old.
  window.addEventListener("pageshow", event => event.persisted && (newest = Infinity, plan()));
}

// One tab of the browser listens to the server and tells the others: over HTTP/1.1 a browser has six connections to a server, and each
// listener keeps one.
function listen() {
  if (!navigator.locks || !window.BroadcastChannel) {
    subscribe(take);
    return;
  }

  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }) => data.isQuestion ? channel.postMessage({ id: newest }) : take(data);
  // What happened between the making of this page and now was told before it could listen.
  channel.postMessage({ isQuestion: true });
  navigator.locks.request(channelName, () => new Promise(() => subscribe(news => {
    channel.postMessage(news);
    take(news);
  })));
}

function subscribe(tell) {
  const source = new EventSource(`${events}?after=${shown}`);
  for (const action of actions)
    source.addEventListener(action, event => tell({ id: Number(event.lastEventId), site: JSON.parse(event.data).site }));
  source.addEventListener("open", () => body.dataset.live = "on");
  source.addEventListener("error", () => body.dataset.live = "off");
}

function take(news) {
  if (site && news.site && news.site !== site && !touchesAll())
    return;
  newest = Math.max(newest, news.id);
  if (newest > shown)
    plan();
}

// Findings and the map of one site depend on the others, since sites may be in each other's way.
function touchesAll() {
  return /\/(map|findings|clusters)(\?|$)/.test(address) || /^\/sites\/[^/]*$/.test(address);
}

function plan() {
  if (timer || isReading || document.visibilityState !== "visible")
    return;
  timer = setTimeout(read, Math.max(calm, pause - (performance.now() - lastRead)));
}

async function read() {
  timer = 0;
  isReading = true;
  lastRead = performance.now();
  const reading = newest;
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" }, redirect: "error" });
    if (response.ok) {
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      const before = shown;
      shown = Math.max(reading === Infinity ? 0 : reading, Number(fresh.body.dataset.lastEntry));
      newest = newest === Infinity ? shown : newest;
      exchange(fresh);
      if (shown !== before)
        document.dispatchEvent(new CustomEvent("fairlead-news"));
    }
  } catch {
    // The server is away; EventSource connects again, and the next event reads again.
  } finally {
    isReading = false;
    if (newest > shown)
      plan();
  }
}

function exchange(fresh) {
  let changed = 0;
  for (const part of document.querySelectorAll("[data-live][id]")) {
    const other = fresh.getElementById(part.id);
    if (!other || part.isEqualNode(other) || isBusy(part))
      continue;
    const focus = focusIn(part);
    const scrolled = [...part.querySelectorAll(".scroll")].map(box => box.scrollLeft);
    part.replaceChildren(...document.adoptNode(other).childNodes);
    part.querySelectorAll(".scroll").forEach((box, index) => box.scrollLeft = scrolled[index] ?? 0);
    focus?.(part);
    changed++;
  }

  if (changed)
    document.getElementById("news").textContent = `Updated at ${new Date().toLocaleTimeString()}.`;
}

// Somebody is typing there.
function isBusy(part) {
  const active = document.activeElement;
  return part.contains(active) && active.matches("input, select, textarea");
}

// Where the keyboard was: the link to the same address, else the same place among those that can have it.
function focusIn(part) {
  const active = document.activeElement;
  if (!part.contains(active))
    return null;
  const all = "a[href], button, [tabindex]";
  const [index, href] = [[...part.querySelectorAll(all)].indexOf(active), active.getAttribute("href")];
  return now => {
    const candidates = [...now.querySelectorAll(all)];
    (candidates.find(each => href && each.getAttribute("href") === href) ?? candidates[index])?.focus({ preventScroll: true });
  };
}
