import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/endurance/**'],
    globalSetup: 'test/build.ts',
    provide: { thorough: false },
    unstubEnvs: true,
    // For what hangs: a machine that is busy with other things is slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Many tests wait for processes and servers of their own, so that a worker for each core leaves cores idle.
    maxWorkers: availableParallelism() + 1,
    // A style sheet is text here; left out, it would come as an empty one.
    css: true,
    // No test leaves anything behind in its process, so that files need not load the program anew.
    isolate: false,
  },
});
