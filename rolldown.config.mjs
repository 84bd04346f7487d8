import { defineConfig } from 'rolldown';
export default defineConfig({
  input: { blink: 'bin/trial.ts' },
  platform: 'node',
  output: {
    dir: '/tmp/t/dist',
    format: 'cjs',
    minify: true,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
  },
});
