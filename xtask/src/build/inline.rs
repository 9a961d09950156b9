//! A module as text: `inline.js` and `jwt-inline.js`, for those who cannot serve a `.wasm` file.
//!
//! Text that an app downloads has passed a minifier and comes compressed, so what counts is its size
//! after both. Each encoding was bundled and minified by real tools, the result imported and its bytes
//! compared with the module's; the table says how much larger than the bare `.wasm` it is under brotli
//! (quality 11), for a module of 43,169 bytes (17,515 compressed):
//!
//! | after                                  | base64 | hex   | Latin-1 | this   |
//! |----------------------------------------|--------|-------|---------|--------|
//! | nothing                                | +31.0% | +8.9% | +2.9%   | +4.7%  |
//! | esbuild 0.28                           | +30.9% | +9.0% | +11.3%  | +4.3%  |
//! | esbuild 0.28, `charset=utf8`           | +30.9% | +9.0% | +5.9%   | +4.3%  |
//! | Vite 8.3 (Rolldown, Oxc)               | +31.0% | +9.0% | +6.1%   | +4.4%  |
//! | Vite 8.3, `minify: 'terser'`           | +30.9% | +8.8% | +5.5%   | +4.5%  |
//! | Rolldown 1.3, `minify`                 | +31.0% | +9.0% | +6.1%   | +4.6%  |
//! | webpack 5.112 (Terser)                 | +30.9% | +8.8% | +5.5%   | +4.5%  |
//! | Terser 5.51, `ascii_only`              | +30.9% | +8.8% | +17.3%  | +4.6%  |
//! | SWC 1.16                               | +30.9% | +8.8% | +17.7%  | +4.6%  |
//! | Parcel 2.16                            | +31.0% | +9.0% | +17.4%  | +4.7%  |
//!
//! Latin-1 is a template literal with one character per byte. Every tool rewrites it: control
//! characters, and all above U+007F, become escapes in some of them. It also reads wrongly in a
//! classic script of a page that declares no charset. This encoding is printable ASCII without
//! quotes, `\`, `$` and `<`, so there is nothing to escape, and every tool leaves it as it is.
//!
//! The 87 lowest bytes, most of a module, are one character; the others are a lead and one more.

use anyhow::Result;
use std::{fs, path::Path};

/// Not in the alphabet: what some quoting or some HTML gives a meaning to.
const SKIPPED: &[u8] = b"\"$'<\\`";
const LEADS: usize = 2;

/// Writes the text of a module.
pub(crate) fn write(pkg: &Path, module: &str, text: &str) -> Result<()> {
    let bytes = fs::read(pkg.join(module))?;
    fs::write(pkg.join(text), source(module, &bytes))?;
    Ok(())
}

fn source(name: &str, module: &[u8]) -> String {
    let (length, text, size) = (module.len(), encode(module), alphabet().len());
    let skipped = String::from_utf8_lossy(SKIPPED).replace('\\', r"\\");
    // The value of a character is the byte that it stands for; that of a lead is below zero.
    let second = direct() + (size + 1) * LEADS;
    format!(
        "const text = \"{text}\";

/** The bytes of {name}. */
export function bytes() {{
  const out = new Uint8Array({length});
  // A table, and no comparisons: this runs once, interpreted, and a session waits for it.
  const values = [];
  for (let c = 32, n = -{LEADS}; c < 127; c++) if (!/[{skipped}]/.test(String.fromCharCode(c))) values[c] = n++;
  for (let i = 0, n = 0; i < text.length; i++) {{
    let value = values[text.charCodeAt(i)];
    if (value < 0) value = {second} + {size} * value + values[text.charCodeAt(++i)];
    out[n++] = value;
  }}
  return out;
}}
"
    )
}

fn encode(module: &[u8]) -> String {
    let alphabet = alphabet();
    let mut text = String::with_capacity(module.len() * 5 / 4);
    for byte in module.iter().copied().map(usize::from) {
        if let Some(rest) = byte.checked_sub(direct()) {
            text.push(alphabet[rest / alphabet.len()]);
            text.push(alphabet[rest % alphabet.len()]);
        } else {
            text.push(alphabet[byte + LEADS]);
        }
    }
    text
}

fn alphabet() -> Vec<char> {
    (b' '..=b'~')
        .filter(|c| !SKIPPED.contains(c))
        .map(char::from)
        .collect()
}

/// How many bytes are a single character.
fn direct() -> usize {
    alphabet().len() - LEADS
}

#[cfg(test)]
mod tests {
    use super::source;
    use std::process::Command;

    #[test]
    fn node_reads_back_every_pair_of_bytes() {
        let all = u8::MIN..=u8::MAX;
        let bytes: Vec<u8> = all
            .clone()
            .flat_map(|a| all.clone().flat_map(move |b| [a, b]))
            .collect();
        let sum = "const b = bytes(); let ok = b.length === 131072; \
                   for (let i = 0; i < 65536; i++) ok &&= b[2 * i] === i >> 8 && b[2 * i + 1] === (i & 255); \
                   process.exit(ok ? 0 : 1);";
        let module = source("all.wasm", &bytes) + sum;
        let dir = std::env::temp_dir().join(format!("hallpass-inline-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(dir.join("inline.mjs"), module).unwrap();
        let status = Command::new("node")
            .arg(dir.join("inline.mjs"))
            .status()
            .unwrap();
        std::fs::remove_dir_all(&dir).unwrap();
        assert!(status.success());
    }
}
