import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/endurance/**'],
    globalSetup: 'test/build.ts',
    provide: { thorough: false },
    unstubEnvs: true,
    testTimeout: 20_000,
  },
});
