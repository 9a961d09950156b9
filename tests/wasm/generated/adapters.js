// Made by `cargo xtask generate`; not to be edited.

// src/browser/page/generated/border.ts
var list = (words) => words.split(" ");
var SPOKEN = /* @__PURE__ */ list("csrf_rejected invalid_credentials unexpected_response");

// src/browser/page/channel.ts
function channel(page, name) {
  let open;
  let frozen = false;
  const listen = () => {
    try {
      open ??= new BroadcastChannel(name);
      open.onmessage = ({ data }) => frozen || page._push(11 /* Heard */, 0, 0, 0, data);
    } catch {
    }
  };
  listen();
  return {
    _broadcast(...message) {
      open?.postMessage(message);
    },
    _mute() {
      open?.close();
      open = void 0;
    },
    _listen: listen,
    _freeze(now) {
      frozen = now;
    }
  };
}

// src/browser/page/answers.ts
var read = async (response) => /[/+]json/i.test(response.headers.get("content-type")) ? response.clone().json().catch(() => {
}) : void 0;
var seen = (response, body, status = response.status) => ({
  status,
  headers: response.headers,
  body,
  response,
  now: Date.parse(response.headers.get("date")) || Date.now(),
  refused: navigator.cookieEnabled === false
});
var retryAfter = (headers) => {
  const limit = /\b(?:t|reset)=(\d+)/.exec(headers.get("ratelimit"));
  const value = headers.get("retry-after") ?? headers.get("x-retry-after") ?? headers.get("ratelimit-reset") ?? limit?.[1];
  return /^\d+$/.test(value) ? +value * 1e3 : Date.parse(value) - Date.now();
};

// src/browser/page/json.ts
var at = (value, pointer) => pointer.split("/").slice(1).reduce((value2, escaped) => {
  const name = escaped.replace(/~1/g, "/").replace(/~0/g, "~");
  if (Object.hasOwn(Object(value2), name)) return value2[name];
}, value);
var text = (value) => JSON.stringify(value);
var STAMPS = ["nbf", "exp", "iat", "jti"];
var json = {
  _at: at,
  _find(answer, place = "") {
    const { header, base64, at: pointer = "" } = place;
    if (!header) return at(answer?.body, place);
    let value = answer?.headers?.get(header) ?? void 0;
    try {
      if (base64) value = JSON.parse(atob(value));
    } catch {
      value = void 0;
    }
    return at(value, pointer);
  },
  _item: (value, index) => [value].flat()[index],
  _kind: (value) => value === void 0 ? 4 : 'ft"{'.indexOf(text(value)[0]),
  _number: (value) => typeof value === "number" ? value : NaN,
  // More than three decimals are not for all engines.
  _time: (value) => typeof value === "string" && /^\d{4}-/.test(value) ? Date.parse(value.replace(/(\.\d{3})\d+/, "$1")) : NaN,
  _same: (value, wanted) => wanted?.has ? typeof value === "string" && value.includes(wanted.has) : text(value) === text(wanted),
  _fold(list2, [name, value]) {
    if (!Array.isArray(list2)) return void 0;
    const all = /* @__PURE__ */ new Map();
    for (const pair of list2) {
      const key = `${pair?.[name]}`;
      all.set(key, all.has(key) ? [all.get(key), pair?.[value]].flat() : pair?.[value]);
    }
    return Object.fromEntries(all);
  },
  _digest(value) {
    if (value === "") return 0;
    if (typeof value === "number") value = `${value}`;
    let high = 1;
    let low = 2;
    for (const character of JSON.stringify(value, (key, item) => STAMPS.includes(key) ? void 0 : item)) {
      const code = character.codePointAt(0);
      high = Math.imul(high ^ code, 1597334677);
      low = Math.imul(low ^ code, 2654435761);
    }
    return (high & 2097151) * 2 ** 32 + (low >>> 0);
  }
};

// src/browser/page/latest.ts
var isInvalid = (cause) => cause?.code === "config_invalid";
function latest(sink) {
  let asked;
  let now = {};
  let former = {};
  let known = {};
  let farewell;
  return {
    _begin() {
      former = now;
    },
    _asks(request) {
      asked = request;
    },
    _answered(answer, facts) {
      now = { _said: answer, _words: facts._words };
      known = facts;
      farewell = facts._farewell ?? farewell;
    },
    _failed(cause, words) {
      now = { ...now, _cause: cause, _words: words };
    },
    _dropped() {
      now = { ...now, _cause: void 0 };
    },
    _recall() {
      now = former;
    },
    _kept: () => known,
    _farewell: () => farewell,
    _error([code, detail, status, wait], request = asked) {
      const { _cause: cause, _said: said, _words: words } = now;
      if (code === "unexpected_response" && isInvalid(cause)) return cause;
      return sink.error(code, {
        request,
        message: detail || (status || SPOKEN.includes(code) ? words : void 0),
        status: status || void 0,
        retryAfter: wait / 1e3 || void 0,
        cause,
        ...status && { response: said?.response, body: said?.body }
      });
    }
  };
}

// src/browser/page/timers.ts
var native = (name) => globalThis[`__zone_symbol__${name}`] ?? globalThis[name];
var later = (act, ms, ...values) => native("setTimeout")(act, ms, ...values);
var cancel = (timer) => native("clearTimeout")(timer);

// src/browser/page/endpoint.ts
var DEADLINE = 1e4;
function endpoint(page, preset) {
  let flight;
  let controller;
  let timer;
  let before;
  let sending;
  const landed = (id) => {
    if (id !== flight) return false;
    cancel(timer);
    flight = void 0;
    return true;
  };
  const ask = (step, options, headers = page._headers(), told) => {
    headers.set("Accept", "application/json");
    let address = page._address(step, told);
    if (!options?.method?.startsWith("P") && navigator.serviceWorker?.controller)
      address += `${address.includes("?") ? "&" : "?"}_=${Math.random()}`;
    page._asks(`${options?.method ?? "GET"} ${address.split("?")[0]}`);
    return page._sink.send(address, {
      redirect: "manual",
      ...options,
      headers,
      credentials: "include",
      cache: "no-store"
    });
  };
  const make = async (id, endpoint2, intent, digest) => {
    let blame = 3 /* Rejected */;
    const fail = (why, cause, words) => {
      if (landed(id)) {
        page._failed(cause, words);
        page._push(20 /* Failed */, id, why);
      }
    };
    const reach = async (reached) => {
      blame = 0 /* Network */;
      const value = await reached;
      blame = 3 /* Rejected */;
      return value;
    };
    const early = page._early();
    page._begin();
    flight = id;
    try {
      const { signal } = controller = new AbortController();
      timer = later(() => {
        controller.abort();
        fail(1 /* Timeout */);
      }, DEADLINE);
      const other = await reach(page._other());
      const reads2 = endpoint2 === preset.session;
      const { method = reads2 ? "GET" : "POST", at: at2 } = endpoint2;
      const told = at2 != null && json._find(before, at2);
      if (told !== false && !(told?.at && page._trusts(new URL(page._address(endpoint2, told)))))
        return fail(3 /* Rejected */, void 0, `No address of this session: ${told}`);
      const headers = page._headers(page._handle(digest), {}, endpoint2.headers);
      const given = intent === 3 /* Login */ && !reads2 ? page._given() : intent === 5 /* LogoutEverywhere */ ? endpoint2.everywhere : void 0;
      let body = endpoint2.body ?? given;
      let refusal;
      if (other && method !== "GET") {
        const proof = await reach(other._proof(headers, page._address(endpoint2, told), intent === 1 /* Refresh */));
        [body, refusal] = other._write(endpoint2, given, proof, intent === 1 /* Refresh */);
      }
      if (body && !(body instanceof URLSearchParams)) {
        headers.set("Content-Type", "application/json");
        body = JSON.stringify(body);
      }
      const options = { method, body, keepalive: !reads2 && intent !== 3 /* Login */, signal };
      const response = refusal ?? await reach(reads2 && early || ask(endpoint2, options, headers, told));
      if (+response.headers.get("age")) return fail(2 /* Stale */);
      const said = await read(response);
      let answer = seen(response, said);
      if (other) answer = await other._tidy(answer, reads2 && endpoint2, headers, signal);
      let claims = page._claims(answer);
      try {
        if (claims && response.ok && !endpoint2.ok && intent !== 4 /* Logout */ && intent !== 5 /* LogoutEverywhere */ && page._sink.validate)
          claims = await page._sink.validate(claims, answer);
      } catch (error) {
        return fail(error?.code ? 0 /* Network */ : 3 /* Rejected */, error, `The claims schema rejects: ${error?.message}`);
      }
      const facts = page._facts(answer, claims);
      const wait = retryAfter(response.headers);
      if (id === flight) {
        other?._hear(response.headers, !reads2);
        before = answer;
        page._answered(answer, facts);
        landed(id);
        page._push(7 /* Answered */, id, answer.status, wait, answer);
      }
    } catch (cause) {
      fail(isInvalid(cause) ? 3 /* Rejected */ : blame, cause);
    }
  };
  return {
    _ask: ask,
    _send: (...asked) => sending = make(...asked),
    _landed: async () => sending,
    _late: (id) => page._push(20 /* Failed */, id, 1 /* Timeout */),
    _abort(id) {
      if (landed(id)) {
        page._dropped();
        controller.abort();
      }
    }
  };
}

// src/browser/page/lifecycle.ts
var THROTTLE = 1e3;
var isVisible = () => document.visibilityState === "visible";
var listening = (signal) => (events, listener) => events.split(" ").forEach((event) => addEventListener(event, listener, { capture: true, passive: true, signal }));
function watch(page, watchActivity, on) {
  let noticed = -THROTTLE;
  on("visibilitychange", () => page._push(isVisible() ? 14 /* BecameVisible */ : 15 /* BecameHidden */));
  on("freeze", () => page._freeze(true));
  on("resume", () => {
    page._freeze(false);
    page._push(18 /* Resumed */);
  });
  on("online", () => page._push(16 /* WentOnline */));
  on("offline", () => page._push(17 /* WentOffline */));
  on("pagehide", () => {
    page._letGo();
    page._mute();
  });
  on("pageshow", ({ persisted }) => {
    if (persisted) {
      page._listen();
      page._push(19 /* Restored */);
    }
  });
  if (watchActivity) {
    on("pointerdown pointermove keydown wheel", () => {
      const now = performance.now();
      if (now - noticed >= THROTTLE) {
        noticed = now;
        page._push(13 /* Active */);
      }
    });
  }
}

// src/browser/page/locks.ts
var NAMED = 5e3;
function locks(page, prefix2) {
  const manager = navigator.locks;
  const held = /* @__PURE__ */ new Map();
  const family = `${prefix2}g`;
  const releaseLock = (id) => {
    held.get(id)?.();
    held.delete(id);
  };
  return {
    async _acquireLock(id, _a, steal) {
      let holding;
      held.set(id, () => {
      });
      try {
        const waiting = new AbortController();
        held.set(id, () => waiting.abort());
        await manager.request(`${prefix2}refresh`, steal ? { steal } : { signal: waiting.signal }, async () => {
          if (!held.has(id)) return;
          holding = true;
          const released = new Promise((resolve) => held.set(id, resolve));
          const names = (await manager.query()).held.map(({ name }) => name);
          const generations = names.filter((name) => name.startsWith(family));
          page._push(8 /* LockGranted */, id, Math.max(-1, ...generations.map((name) => +name.slice(family.length))));
          return released;
        });
      } catch {
        if (held.delete(id)) page._push(holding ? 9 /* LockLost */ : 8 /* LockGranted */, id, -1);
      }
    },
    _releaseLock: releaseLock,
    async _publish(id, generation) {
      try {
        await manager.request(family + (generation >>> 0), { mode: "shared" }, () => {
          const released = new Promise((resolve) => {
            const timer = later(releaseLock, NAMED, id);
            held.set(id, () => resolve(cancel(timer)));
          });
          page._push(10 /* GenerationPublished */, id);
          return released;
        });
      } catch {
        page._push(10 /* GenerationPublished */, id);
      }
    },
    _letGo: () => held.forEach((_, id) => releaseLock(id))
  };
}

// src/browser/page/redirects.ts
var reads = ({ method }) => /^(GET|HEAD)$/.test(method);
async function led(send, request, sent, options, redirected) {
  const { redirect, credentials } = request;
  const follow = redirect === "follow";
  const manual = { ...options, redirect: "manual" };
  let response;
  try {
    response = await send(sent, follow && options.mode === "cors" ? manual : { ...options, redirect });
  } catch (failure) {
    if (!follow || options.mode === "cors" || !reads(request) || options.signal.aborted) throw failure;
    response = await send(request, manual);
    if (response.type !== "opaqueredirect") throw failure;
  }
  if (!follow || response.type !== "opaqueredirect") return response;
  if (!reads(request)) throw redirected();
  const own = new URL(request.url).origin === location.origin;
  const plain = {
    ...options,
    headers: request.headers,
    mode: "cors",
    credentials: own && credentials !== "include" ? "same-origin" : "include",
    redirect
  };
  try {
    return await send(request, plain);
  } catch (cause) {
    throw options.signal.aborted ? cause : redirected(cause);
  }
}

// src/browser/page/signals.ts
var any = (signals) => {
  if (AbortSignal.any) return AbortSignal.any(signals);
  const controller = new AbortController();
  const { signal } = controller;
  for (const one of signals) one.addEventListener("abort", () => controller.abort(one.reason), { signal });
  return signal;
};

// src/browser/page/requests.ts
function requests(page) {
  const open = /* @__PURE__ */ new Map();
  const close = (id) => {
    const request = open.get(id);
    open.delete(id);
    return request;
  };
  return {
    _fetch: (request, streams, theirs = request.signal) => new Promise((resolve, reject) => {
      const { method, mode, referrer, referrerPolicy } = request;
      const url = new URL(request.url);
      const { origin } = url;
      if (!page._trusts(url))
        throw page._sink.error("untrusted_origin", { message: `${origin} is no origin of this session.` });
      theirs.throwIfAborted();
      const id = page._id();
      const own = origin === location.origin;
      const safe = reads(request);
      const redirected = (cause) => page._sink.error("redirected", { message: `${method} ${url} was redirected where it cannot follow.`, cause });
      let response;
      let failure;
      let sent;
      let flight;
      const send = async (handle) => {
        let status = -1;
        let answer;
        try {
          flight = new AbortController();
          const headers = page._headers(handle, request.headers);
          const other = await page._other();
          await other?._prove(headers, request.url, method);
          const copied = !sent && !streams && !safe;
          sent = true;
          const silent = !referrer || referrerPolicy === "no-referrer";
          const inside = own && (safe || !silent);
          const ends = page._sink.signal();
          const options = {
            headers,
            credentials: "include",
            mode: inside || mode === "same-origin" ? "same-origin" : "cors",
            // What is not said again would be reset. The policy of the document may make a request silent, too.
            referrer,
            referrerPolicy: referrerPolicy || (inside && !safe ? "same-origin" : ""),
            signal: any([theirs, flight.signal, ends.aborted ? theirs : ends])
          };
          response = await led(page._sink.send, request, copied ? request.clone() : request, options, redirected);
          flight = void 0;
          let body;
          const elsewhere = response.redirected && !page._trusts(new URL(response.url || url));
          if (!elsewhere) other?._hear(response.headers);
          if (!elsewhere && (/^4/.test(`${response.status}`) || page._looks && response.ok)) {
            body = await read(response);
            if (other) body = other._challenged(body, response.headers);
          }
          const html = (value) => /html/.test(value);
          const away = response.redirected && response.ok && html(response.headers.get("content-type")) && !html(headers.get("accept"));
          answer = seen(response, body, away ? 0 : elsewhere ? 200 : response.status);
          status = response.redirected && !safe && (away || !response.ok) ? -1 : answer.status;
        } catch (error) {
          response = void 0;
          failure = error;
        }
        if (open.has(id)) page._push(5 /* Responded */, id, status, 0, answer);
      };
      const settled = () => theirs.removeEventListener("abort", abandon);
      const abandon = () => {
        open.delete(id);
        reject(theirs.reason);
        page._push(6 /* Abandoned */, id);
        settled();
      };
      theirs.addEventListener("abort", abandon);
      open.set(id, {
        _dispatch: send,
        _deliver() {
          if (response) resolve(response);
          else reject(failure);
          settled();
        },
        _fail(why) {
          const error = why(`${method} ${origin}${url.pathname}`);
          if (response) error.response = response;
          reject(error);
          flight?.abort(error);
          settled();
        }
      });
      page._push(4 /* Requested */, id, +!!streams);
    }),
    _dispatch: (id, digest) => open.get(id)?._dispatch(page._handle(digest)),
    _deliver: (id) => close(id)?._deliver(),
    _reject: (id, ...error) => close(id)?._fail((request) => page._error(error, request)),
    _drop: (why) => open.forEach((request) => request._fail(why))
  };
}

// src/browser/page/cookies.ts
var cookies = () => document.cookie.split(/; ?/);

// src/browser/page/tombstone.ts
var KEEP = 2592e3;
var prefix = (name) => `hallpass.${name}+`;
var tombstones = (name) => cookies().map((entry) => entry.split("=")[0]).filter((cookie) => cookie.startsWith(prefix(encodeURIComponent(name))));
var inscribe = (cookie, handle = "", age = KEEP) => {
  const secure = location.protocol === "https:" ? ";Secure" : "";
  document.cookie = `${cookie}=~${encodeURIComponent(handle)};Path=/;SameSite=Strict;Max-Age=${age}${secure}`;
};
function tombstone(page, name) {
  const cookie = prefix(name);
  const read2 = (wanted) => {
    const found = {};
    for (const entry of cookies()) {
      if (!entry.startsWith(cookie)) continue;
      const [digest, value] = entry.slice(cookie.length).split("=~");
      try {
        const handle = decodeURIComponent(value);
        if (`${page._meet(handle)}` === digest) found[digest] = handle;
      } catch {
      }
    }
    return found[wanted] ?? found[0] ?? Object.values(found)[0];
  };
  return {
    _read: read2,
    _readTombstone(_id, wanted) {
      let handle;
      try {
        handle = read2(wanted);
      } finally {
        page._push(12 /* TombstoneRead */, 0, 0, 0, handle);
      }
    },
    _writeTombstone(_id, digest) {
      page._depart();
      inscribe(cookie + digest, page._handle(digest));
    },
    _clearTombstone: (_id, digest) => inscribe(cookie + digest, page._handle(digest), 0)
  };
}
export {
  DEADLINE,
  channel,
  endpoint,
  inscribe,
  isInvalid,
  isVisible,
  json,
  latest,
  listening,
  locks,
  prefix,
  requests,
  tombstone,
  tombstones,
  watch
};
