import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

/** Gathers the icons named in icons.txt into one sprite; a page then costs one cached request. */
function iconSprite(): Plugin {
  return {
    name: 'icon-sprite',
    apply: 'build',
    generateBundle() {
      const names = readFileSync('icons.txt', 'utf8').split(/\s+/).filter(Boolean).sort();
      const symbols = names.map((name) => {
        const svg = readFileSync(`node_modules/@tabler/icons/icons/outline/${name}.svg`, 'utf8');
        const inner = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
        return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, '')}</symbol>`;
      });
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
      this.emitFile({ type: 'asset', name: 'icons.svg', originalFileName: 'icons.svg', source });
      const mark = readFileSync('src/mark.svg', 'utf8');
      this.emitFile({ type: 'asset', name: 'mark.svg', originalFileName: 'mark.svg', source: mark });
    },
  };
}

/** What stands on its own, for browsers of electronic screens: it is taken as it is written, and nothing else is added. */
function asWritten(): Plugin {
  const names: Record<string, string> = { 'screen.css': 'screen.css', 'screen.js': 'screen.js', 'screen-worker.js': 'worker.js' };
  return {
    name: 'as-written',
    apply: 'build',
    generateBundle() {
      for (const [name, file] of Object.entries(names)) {
        const source = readFileSync(`src/screen/${file}`, 'utf8');
        this.emitFile({ type: 'asset', name, originalFileName: name, source });
      }
    },
  };
}

export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [iconSprite(), asWritten()],
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  build: {
    outDir: '../lianfang/shell/static/dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: ['chrome87', 'edge88', 'firefox88', 'safari14'],
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: ['src/main.ts', 'src/paper/paper.ts', 'src/paper/static.ts', 'src/paper/worker.ts', 'src/zones.ts', 'src/fonts.css'],
    },
  },
});
