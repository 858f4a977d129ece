// Builds the two files that pages load, the second one only when it is needed: node build.mjs [FOLDER].
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, transform } from "esbuild";
import { minify } from "terser";

const folder = process.argv[2] ?? "../pearl/web/static/widget";
const NOTE = "/* Pearl's chat, with Lit: BSD-3-Clause, Google LLC. */";

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
    building.onLoad({ filter: /src\/(rendering|sheets)\/[a-z_]+\.ts$/ }, async ({ path }) => {
      const contents = await readFile(path, "utf8");
      return { contents: contents.replace(/>\n\s*</g, "><").replace(/\n\s+/g, "\n"), loader: "ts" };
    });
  },
};

async function bundle(entry, file, format, note) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    conditions: ["production"],
    plugins: [shorter],
  });
  const { code } = await minify(outputFiles[0].text, {
    ecma: 2020,
    module: format === "esm",
    compress: { passes: 3 },
    format: { preamble: note },
  });
  await writeFile(join(folder, file), `${code}\n`);
}

await mkdir(folder, { recursive: true });
await bundle("src/index.ts", "pearl.js", "iife", NOTE);
await bundle("src/sheets/index.ts", "sheets.js", "esm", "/* Pearl's chat, the part that is fetched when it is needed. */");
