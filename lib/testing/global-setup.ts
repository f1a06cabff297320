import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { migrate } from '@/db/migrate';
import { startTestCluster } from './test-cluster';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of the run's server; its database holds nothing. */
    testServerUrl: string;
  }
}

/** Every test database is a copy of this one. */
export const templateDatabase = 'annex_template';

async function makeTemplate(serverUrl: string): Promise<void> {
  const sql = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  await sql`create database ${sql(templateDatabase)}`;
  await sql.end();
  const url = new URL(serverUrl);
  url.pathname = `/${templateDatabase}`;
  await migrate(url.href);
}

/** The executor of the rules runs from a bundle; tests run the one made from the present sources. */
async function buildExecutor(): Promise<void> {
  const path = fileURLToPath(new URL('../rules/runner/build.ts', import.meta.url));
  if (!existsSync(path)) return;
  const module: { buildExecutor(): Promise<unknown> } = await import(pathToFileURL(path).href);
  await module.buildExecutor();
}

/** Once per run: one PostgreSQL of its own, one migrated template, the executor bundle. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  try {
    await Promise.all([makeTemplate(cluster.url), buildExecutor()]);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  project.provide('testServerUrl', cluster.url);
  return cluster.stop;
}
