import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/endurance/**'],
    globalSetup: 'test/build.ts',
    provide: { thorough: false },
    unstubEnvs: true,
    testTimeout: 20_000,
    // A style sheet is text here; left out, it would come as an empty one.
    css: true,
  },
});
