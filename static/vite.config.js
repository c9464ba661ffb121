// One bundle a face, from static/src into static/dist, with the manifest that django-vite reads.
// The TTF weights that the PDF and chart makers need are copied beside them, into static/dist/pdf-fonts.
import { cpSync, mkdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { defineConfig } from "vite";

const root = resolve(import.meta.dirname, "..");
const ttf = resolve(root, "node_modules/@expo-google-fonts/ibm-plex-sans-thai");
const weights = ["400Regular", "500Medium", "600SemiBold", "700Bold"];

const pdfFonts = {
  name: "pdf-fonts",
  closeBundle() {
    const folder = resolve(root, "static/dist/pdf-fonts");
    mkdirSync(folder, { recursive: true });
    for (const weight of weights) {
      const file = resolve(ttf, weight, `IBMPlexSansThai_${weight}.ttf`);
      cpSync(file, resolve(folder, basename(file)));
    }
  },
};

export default defineConfig({
  root,
  base: "./",
  publicDir: false,
  logLevel: "warn",
  plugins: [pdfFonts],
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
