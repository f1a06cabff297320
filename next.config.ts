import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: [
    '@node-rs/argon2',
    '@node-rs/bcrypt',
    'acorn',
    'esbuild',
    'isolated-vm',
    'pino',
    'postgres',
    'rate-limiter-flexible',
    'selfsigned',
  ],
  // `npm run check` runs the compiler over the same files; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
};

export default config;
