import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { budget } from './scripts/budget.ts';

export default defineConfig({
  plugins: [react(), budget()],
  server: { port: 5173, proxy: { '/api': process.env.SLUICE_ADMIN_URL ?? 'http://localhost:8081' } },
  build: { target: 'es2023', chunkSizeWarningLimit: 600 },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    testTimeout: 30_000,
    env: { TZ: 'UTC' },
  },
});
