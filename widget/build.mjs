// Builds the one file that pages load: node build.mjs [FILE].
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { build, transform } from "esbuild";
import { minify } from "terser";

const file = process.argv[2] ?? "../pearl/web/static/widget/pearl.js";
const NOTE = "/* Pearl's chat, built from widget/. Holds Lit: BSD-3-Clause, Google LLC. */";

/** Styles go in as a short text; spaces and line ends inside the templates are for people. */
const shorter = {
  name: "shorter",
  setup(building) {
    building.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      // A page may give `rem` any size, so what is written in rem goes out in px of 16 each.
      const inPx = (await readFile(path, "utf8")).replace(/([\d.]+)rem\b/g, (_, size) => `${+(size * 16).toFixed(2)}px`);
      const { code } = await transform(inPx, { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
    building.onLoad({ filter: /src\/rendering\/[a-z_]+\.ts$/ }, async ({ path }) => {
      const contents = await readFile(path, "utf8");
      return { contents: contents.replace(/>\n\s*</g, "><").replace(/\n\s+/g, "\n"), loader: "ts" };
    });
  },
};

const { outputFiles } = await build({
  entryPoints: ["src/index.ts"],
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  conditions: ["production"],
  plugins: [shorter],
});
const { code } = await minify(outputFiles[0].text, { ecma: 2020, compress: { passes: 3 }, format: { preamble: NOTE } });
await mkdir(dirname(file), { recursive: true });
await writeFile(file, `${code}\n`);
