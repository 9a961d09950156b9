// How an app changes the reference server's content security policy for what its tool or framework does.
import { createHash } from 'node:crypto';

/** A script or a style within the page is named by its hash. */
export const hashed = {
  policy: (csp, page) => ['script', 'style'].reduce((csp, kind) => csp.replace(`${kind}-src 'self'`, ['$&', ...hashes(page, kind)].join(' ')), csp),
};
/** A tool whose own loader makes script elements, without a Trusted Types policy. */
export const untyped = { policy: (csp) => csp.replace(/;\s*require-trusted-types-for 'script'/, '') };

const hashes = (page, kind) =>
  [...page.matchAll(new RegExp(`<${kind}(?![^>]*\\bsrc=)[^>]*>(.*?)</${kind}>`, 'gs'))].map(([, text]) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
