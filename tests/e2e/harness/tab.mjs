// One window of the browser.

import { until } from 'selenium-webdriver';

/** How long an element or an address may take to come, in ms: on a busy machine, from a tool that has yet to build it. */
const PATIENCE = 40_000;

/** WebDriver speaks to one window at a time: each command first says which, and no other comes between. */
const queues = new WeakMap();

export class Tab {
  constructor(driver, handle) {
    Object.assign(this, { driver, handle });
  }

  #do(act) {
    const { driver, handle } = this;
    const turn = (queues.get(driver) ?? Promise.resolve()).then(async () => {
      await driver.switchTo().window(handle);
      return act(driver);
    });
    queues.set(driver, turn.catch(() => {}));
    return turn;
  }

  /** WebKit may say that a page has come before its scripts ran. */
  #loaded(navigate) {
    return this.#do(async (driver) => {
      await navigate(driver);
      await driver.executeAsyncScript(
        `const done = arguments[0];
         document.readyState === 'complete' ? done() : addEventListener('load', () => done());`,
      );
      return this;
    });
  }

  open(url) {
    return this.#loaded((driver) => driver.get(url));
  }

  reload() {
    return this.#loaded((driver) => driver.navigate().refresh());
  }

  back() {
    return this.#loaded((driver) => driver.navigate().back());
  }

  close() {
    return this.#do((driver) => driver.close());
  }

  /** Brings this window to the front, in engines where that is all it takes. */
  show() {
    return this.#do(() => {});
  }

  /** Does something to the element of a selector, once there is one. */
  element(css, act) {
    return this.#do(async (driver) => act(await driver.wait(until.elementLocated({ css }), PATIENCE)));
  }

  type(css, text) {
    return this.element(css, async (field) => {
      await field.clear();
      await field.sendKeys(text);
    });
  }

  click(css) {
    return this.element(css, (button) => button.click());
  }

  /** Resolves with the address, once that contains a text. */
  async arrived(text) {
    await this.#loaded((driver) => driver.wait(until.urlContains(text), PATIENCE));
    return this.url();
  }

  url() {
    return this.#do((driver) => driver.getCurrentUrl());
  }

  /** Runs a function in the page and waits for what it returns; what it throws is thrown here. */
  async run(act, ...args) {
    const result = await this.#do((driver) =>
      driver.executeAsyncScript(
        `const [args, done] = [[...arguments].slice(0, -1), arguments[arguments.length - 1]];
         Promise.resolve().then(() => (${act})(...args)).then(
           (value) => done({ value }),
           (error) => done({ error: window.test?.failure?.(error) ?? { message: String(error) } }));`,
        ...args,
      ),
    );
    if (result.error) throw Object.assign(new Error(result.error.message), result.error);
    return result.value;
  }

  /** Starts a function in the page; resolves with how to wait for its outcome. */
  async begin(act, ...args) {
    const key = `begun${(this.begun = (this.begun ?? 0) + 1)}`;
    await this.#do((driver) =>
      driver.executeScript(
        `const args = [...arguments];
         const run = Promise.resolve().then(() => (${act})(...args));
         run.catch(() => {});
         window.test.${key} = run;`,
        ...args,
      ),
    );
    return () => this.run((key) => window.test[key], key);
  }

  snapshot() {
    return this.run(() => {
      const { error, ...snapshot } = session.getSnapshot();
      return { ...snapshot, ...(error && { error: test.failure(error) }) };
    });
  }

  /** Resolves once the status, and the reason if one is given, is this. */
  status(status, reason) {
    return this.run(
      (status, reason) =>
        test.until(() => {
          const now = session.getSnapshot();
          return now.status === status && (!reason || now.reason === reason);
        }),
      status,
      reason ?? null,
    );
  }

  /** Every status there was, with its reason. */
  statuses() {
    return this.run(() => statuses);
  }

  /** Resolves with the first event of a type. */
  event(type) {
    return this.run((type) => test.until(() => events.find((event) => event.type === type)), type);
  }

  /** The events there were: all, or those of a type. */
  events(type) {
    return this.run((type) => events.filter((event) => !type || event.type === type), type ?? null);
  }

  /** Signs in; of an account only what is a credential is given. */
  login({ email, password, code }) {
    const given = { email, password, ...(code && { code }) };
    return this.run(async (given) => (await session.login(given)).status, given);
  }

  logout(options) {
    return this.run((options) => session.logout(options ?? undefined), options ?? null);
  }

  check() {
    return this.run(async () => (await session.check()).status);
  }

  request(path, init) {
    return this.run((path, init) => test.request(path, init ?? undefined), path, init ?? null);
  }

  /** Sends requests in parallel; how many came to what. */
  requests(count, path, init) {
    return this.run((count, path, init) => test.requests(count, path, init ?? undefined), count, path, init ?? null);
  }
}
