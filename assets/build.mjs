// Rebuilds the committed style, scripts and fonts: `npm ci && npm run build`.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { compile } from "sass";

const out = new URL("../sotiem/portals/components/static/sotiem/", import.meta.url);
const modules = new URL("./node_modules/", import.meta.url);
const font = new URL("@fontsource/be-vietnam-pro/", modules);

await mkdir(new URL("fonts/", out), { recursive: true });

const { css } = compile("src/scss/sotiem.scss", {
  loadPaths: ["node_modules"],
  quietDeps: true,
  style: "compressed",
});
await writeFile(new URL("sotiem.css", out), css.replace("\uFEFF", "") + "\n");

await build({
  entryPoints: ["src/js/page.js"],
  outfile: new URL("sotiem.js", out).pathname,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2021",
});

// The clerks' pages bring their own scripts, so that citizens' pages stay small.
const session = new URL("../sotiem/portals/session/static/session/", import.meta.url);
await mkdir(session, { recursive: true });
for (const [name, format] of [["entry", "iife"], ["grid", "iife"], ["camera", "esm"]]) {
  await build({
    entryPoints: [`src/js/session/${name}.js`],
    outfile: new URL(`${name}.js`, session).pathname,
    bundle: true,
    minify: true,
    format,
    target: "es2022",
    legalComments: "none",
  });
}
await copyFile(
  new URL("barcode-detector/node_modules/zxing-wasm/dist/reader/zxing_reader.wasm", modules),
  new URL("zxing_reader.wasm", session),
);

await build({
  entryPoints: ["src/js/registering.js"],
  outfile: new URL("../sotiem/portals/registering/static/registering/card.js", import.meta.url).pathname,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
});

await build({
  entryPoints: ["src/js/desk/desk.js"],
  outfile: new URL("../sotiem/portals/review/static/review/desk.js", import.meta.url).pathname,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
});

// A citizen's book without a network, and the worker of its pages.
for (const name of ["book", "worker"]) {
  await build({
    entryPoints: [`src/js/kept/${name}.js`],
    outfile: new URL(`../sotiem/portals/citizen/static/citizen/${name}.js`, import.meta.url).pathname,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    legalComments: "none",
  });
}

// The verifier: one file, so that it is whole or not there, and its reader of codes beside it.
for (const [name, source, format] of [["verifier", "verifier", "esm"], ["codes", "codes_worker", "iife"]]) {
  await build({
    entryPoints: [`src/js/verifier/${source}.js`],
    outfile: new URL(`../sotiem/portals/public/static/public/${name}.js`, import.meta.url).pathname,
    bundle: true,
    minify: true,
    format,
    target: "es2022",
    legalComments: "none",
  });
}

// The evaluator of rules, for the test that holds it against our own.
await build({
  stdin: { contents: 'export { evaluate } from "certlogic-js";', resolveDir: "." },
  outfile: new URL("../tests/certificate_format/certlogic_js.js", import.meta.url).pathname,
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "certlogic",
  target: "es2022",
  banner: { js: "/* certlogic-js 1.2.2, Apache-2.0, ehn-dcc-development: built by assets/build */" },
});

for (const subset of ["latin", "latin-ext", "vietnamese"]) {
  for (const weight of [400, 700]) {
    const name = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
    await copyFile(new URL(`files/${name}`, font), new URL(`fonts/${name}`, out));
  }
}
await copyFile(new URL("LICENSE", font), new URL("fonts/OFL.txt", out));
await copyFile(
  new URL("axe-core/axe.min.js", modules),
  await mkdir(new URL("../tests/axe/", import.meta.url), { recursive: true }).then(
    () => new URL("../tests/axe/axe.min.js", import.meta.url),
  ),
);
