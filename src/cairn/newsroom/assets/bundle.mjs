// Bundles and minifies one file: node bundle.mjs SOURCE TARGET. Fonts keep the addresses they already have.
import { build } from "esbuild";

const [source, target] = process.argv.slice(2);

await build({
  entryPoints: [source],
  outfile: target,
  bundle: true,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  target: ["chrome111", "edge111", "firefox113", "safari16.4"],
  external: ["*.woff2", "/assets/*"],
  logLevel: "warning",
});
