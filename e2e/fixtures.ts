import { randomUUID } from 'node:crypto';
import { type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import type { ActionView, CreateActionInput } from '@/lib/actions/schemas';
import type { DemoFile } from '@/lib/demo';
import type { RuleView } from '@/lib/rules/schemas';
import type { CreateUserInput } from '@/lib/users/schemas';
import { openShop } from './example-shop';
import { type ManagementApi, managementApi, type NewRule } from './management-api';
import { type Credentials, openSignedIn } from './sign-in';
import { readDemo } from './tenant';
import { type Watch, watch } from './watch';

/** A user of one test, with the password to sign in with. */
export type Person = Credentials & { id: string };

type WorkerFixtures = {
  demo: DemoFile;
  api: ManagementApi;
  /** The example application's address. It runs as long as the worker. */
  shop: string;
  /** What a browser keeps in which the administrator is signed in. */
  adminState: NonNullable<BrowserContextOptions['storageState']>;
};

type TestFixtures = {
  /** What our pages must not do, in every browser of the test; `excuse` what a test provokes. */
  watched: Watch;
  /** Another browser that shares nothing with the others. */
  openBrowser: (options?: BrowserContextOptions) => Promise<Page>;
  /** A page in a browser in which the administrator is signed in. */
  admin: Page;
  /** Makes a user who goes when the test ends. */
  newUser: (profile?: Partial<CreateUserInput>) => Promise<Person>;
  /** The name of the test's rule; every rule whose name begins so goes when the test ends. */
  ruleName: string;
  /** Makes a rule, by default with that name and switched off. */
  newRule: (rule: Partial<NewRule>) => Promise<RuleView>;
  /** The name of the test's Action; every Action whose name begins so goes when the test ends. */
  actionName: string;
  /** Makes an Action, by default with that name, of sign-ins, and not deployed. */
  newAction: (action: Partial<CreateActionInput>) => Promise<ActionView>;
};

/** A word that nothing else in the tenant has. */
export function uniqueWord(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
  demo: [async ({}, use) => use(readDemo()), { scope: 'worker' }],

  api: [async ({ demo }, use) => use(await managementApi(demo)), { scope: 'worker' }],

  shop: [
    async ({ browser, adminState, demo }, use) => {
      const context = await browser.newContext({ baseURL: demo.url, storageState: adminState });
      const { server, origin } = await openShop(await context.newPage(), demo);
      await context.close();
      await use(origin);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    { scope: 'worker' },
  ],

  adminState: [
    async ({ browser, demo }, use) => {
      const context = await browser.newContext({ baseURL: demo.url });
      await openSignedIn(await context.newPage(), '/console', demo.admin);
      await use(await context.storageState());
      await context.close();
    },
    { scope: 'worker' },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
  watched: async ({}, use) => {
    const watched = watch();
    await use(watched);
    expect(watched.faults, 'what our pages must not do').toEqual([]);
  },

  openBrowser: async ({ browser, watched }, use) => {
    const open = async (options?: BrowserContextOptions) => {
      const context = await browser.newContext(options);
      watched.add(context);
      opened.push(context);
      return context.newPage();
    };
    const opened: Awaited<ReturnType<typeof browser.newContext>>[] = [];
    await use(open);
    await Promise.all(opened.map((context) => context.close()));
  },

  page: async ({ openBrowser }, use) => use(await openBrowser()),

  admin: async ({ openBrowser, adminState }, use) => use(await openBrowser({ storageState: adminState })),

  newUser: async ({ api, demo }, use) => {
    const made: string[] = [];
    await use(async (profile) => {
      const email = `${uniqueWord('journey')}@people.example`;
      const password = `Journey-${randomUUID()}`;
      const { connection } = demo.user;
      const user = await api.createUser({ connection, email, password, email_verified: true, ...profile });
      made.push(user.user_id);
      return { id: user.user_id, email: user.email ?? email, password: profile?.password ?? password };
    });
    await Promise.all(made.map(api.deleteUser));
  },

  ruleName: async ({ api }, use) => {
    const name = uniqueWord('rule');
    await use(name);
    const made = (await api.listRules()).filter((rule) => rule.name.startsWith(name));
    for (const { id } of made) await api.deleteRule(id);
  },

  newRule: async ({ api, ruleName }, use) => {
    const script = 'function (user, context, callback) { callback(null, user, context); }';
    await use((rule) => api.createRule({ name: ruleName, script, enabled: false, ...rule }));
  },

  actionName: async ({ api }, use) => {
    const name = uniqueWord('action');
    await use(name);
    const made = (await api.listActions()).filter((action) => action.name.startsWith(name));
    for (const { id } of made) await api.deleteAction(id);
  },

  newAction: async ({ api, actionName }, use) => {
    const code = 'exports.onExecutePostLogin = async () => {};';
    const supported_triggers = [{ id: 'post-login' }];
    await use((action) => api.createAction({ name: actionName, code, supported_triggers, ...action }));
  },
});

export { expect };
