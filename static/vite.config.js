// One bundle a face, from static/src into static/dist, with the manifest that django-vite reads.
// The TTF files that the PDF maker needs are copied into fonts/, which is not served.
import { cpSync, mkdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { defineConfig } from "vite";

const root = resolve(import.meta.dirname, "..");
const ttf = resolve(root, "node_modules/@expo-google-fonts");
const files = [
  "ibm-plex-sans-thai/400Regular/IBMPlexSansThai_400Regular.ttf",
  "ibm-plex-sans-thai/500Medium/IBMPlexSansThai_500Medium.ttf",
  "ibm-plex-sans-thai/600SemiBold/IBMPlexSansThai_600SemiBold.ttf",
  "noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
  "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
];

const printFonts = {
  name: "print-fonts",
  closeBundle() {
    const folder = resolve(root, "fonts");
    mkdirSync(folder, { recursive: true });
    for (const file of files) cpSync(resolve(ttf, file), resolve(folder, basename(file)));
  },
};

export default defineConfig({
  root,
  base: "./",
  publicDir: false,
  logLevel: "warn",
  // A linked node_modules keeps its place: the manifest names files as the templates do.
  resolve: { preserveSymlinks: true },
  plugins: [printFonts],
  build: {
    outDir: "static/dist",
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    rollupOptions: {
      input: ["static/src/portal.js", "static/src/staff.js"],
      checks: { eval: false }, // htmx can evaluate; ours may not (allowEval: false), and the policy of the site forbids it
    },
  },
});
