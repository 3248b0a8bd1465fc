// Makes one file that node can run: the library of verifiers does not start under node as it is, and
// would ask the network for keys it does not know; here it knows those it is given and no others.
import { build } from "esbuild";

const instead = {
  "isomorphic-webcrypto": "export default globalThis.crypto;",
  "cross-fetch": "export default () => Promise.reject(new Error('no network'));",
};

await build({
  entryPoints: ["answers.js"],
  outfile: process.argv[2],
  bundle: true,
  platform: "node",
  format: "esm",
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  mainFields: ["module", "main"],
  plugins: [
    {
      name: "instead",
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^(isomorphic-webcrypto|cross-fetch)$/ }, ({ path }) => ({ path, namespace: "instead" }));
        onLoad({ filter: /.*/, namespace: "instead" }, ({ path }) => ({ contents: instead[path] }));
      },
    },
  ],
});
