import { describe, expect, it } from 'vitest';
import { type Import, type SourceFile, sourceFiles } from './source-files';

const all = sourceFiles();
const isTest = (path: string) =>
  /\.(test|bench|fixture)\.tsx?$/.test(path) || path.startsWith('lib/testing/');
const product = all.filter((file) => !isTest(file.path));
const byPath = new Map(product.map((file) => [file.path, file]));

/** Folders under lib that are not domains: doors, entry points, tests. */
const doors = new Set(['http', 'auth', 'server', 'cli', 'testing']);

function domainOf(path: string): string | null {
  const folder = /^lib\/([^/]+)\//.exec(path)?.[1];
  return folder === undefined || doors.has(folder) ? null : folder;
}

function importsWhere(test: (file: SourceFile, entry: Import) => boolean): string[] {
  return product.flatMap((file) =>
    file.imports.filter((entry) => test(file, entry)).map((entry) => `${file.path} -> ${entry.specifier}`),
  );
}

const isClient = (file: SourceFile) => /^\s*['"]use client['"]/.test(file.text);

/** Modules of a domain that a browser may load: schemas and pure code that imports nothing else of the server. */
function reachesServer(path: string, seen = new Set<string>()): string | null {
  if (seen.has(path)) return null;
  seen.add(path);
  for (const entry of byPath.get(path)?.imports ?? []) {
    if (entry.typeOnly) continue;
    if (/^(node:|postgres$|drizzle-orm|@node-rs|isolated-vm|pino$)/.test(entry.specifier)) {
      return `${path} -> ${entry.specifier}`;
    }
    if (entry.target === null || byPath.get(entry.target)?.text.match(/^\s*['"]use server['"]/)) continue;
    const found = reachesServer(entry.target, seen);
    if (found) return found;
  }
  return null;
}

/** Groups of files that value-import each other (Tarjan's strongly connected components). */
function cycles(): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): void => {
    index.set(path, index.size);
    low.set(path, index.get(path) ?? 0);
    stack.push(path);
    for (const { target, typeOnly } of byPath.get(path)?.imports ?? []) {
      if (target === null || typeOnly || !byPath.has(target)) continue;
      if (!index.has(target)) visit(target);
      if (stack.includes(target)) low.set(path, Math.min(low.get(path) ?? 0, low.get(target) ?? 0));
    }
    if (low.get(path) !== index.get(path)) return;
    const group = stack.splice(stack.indexOf(path));
    if (group.length > 1) found.push(group);
  };
  for (const { path } of product) if (!index.has(path)) visit(path);
  return found;
}

describe('imports', () => {
  it('finds the product, so that the rules below judge something', () => {
    expect(product.length).toBeGreaterThan(100);
    expect(product.flatMap((file) => file.imports).filter((entry) => entry.target).length).toBeGreaterThan(
      200,
    );
  });

  it('every path of our own resolves', () => {
    expect(
      importsWhere(
        (_, { specifier, target }) =>
          /^(@\/|\.)/.test(specifier) && target === null && !/\.(css|json|svg)$/.test(specifier),
      ),
    ).toEqual([]);
  });

  it('has no cycles', () => {
    expect(cycles()).toEqual([]);
  });

  it('keeps next, react and next-auth out of domains and db', () => {
    expect(
      importsWhere(
        ({ path }, { specifier }) =>
          (domainOf(path) !== null || path.startsWith('db/')) &&
          /^(next|react|next-auth)(\/|$)/.test(specifier),
      ),
    ).toEqual([]);
  });

  it('enters another domain only through its index or its schemas', () => {
    expect(
      importsWhere(({ path }, { target }) => {
        const to = target === null ? null : domainOf(target);
        if (to === null || to === domainOf(path)) return false;
        return (
          !/^lib\/[^/]+\/(index|schemas|[\w-]+\.types)\.ts$/.test(target ?? '') && !isPureLeaf(target ?? '')
        );
      }),
    ).toEqual([]);
  });

  it('lets nobody but doors import oidc', () => {
    expect(
      importsWhere(
        ({ path }, { target }) =>
          target !== null && domainOf(target) === 'oidc' && ![null, 'oidc'].includes(domainOf(path)),
      ),
    ).toEqual([]);
  });

  it('keeps domains, db and components from importing pages, and domains from importing doors', () => {
    expect(
      importsWhere(({ path }, { target }) => {
        if (target === null) return false;
        const inner = domainOf(path) !== null || path.startsWith('db/');
        return (
          (!path.startsWith('app/') && target.startsWith('app/')) ||
          (inner && /^(components|lib\/(http|auth|server|cli|testing))\//.test(target))
        );
      }),
    ).toEqual([]);
  });

  it('keeps the server out of the browser: no client component reaches a database, a file or a native module', () => {
    expect(product.filter(isClient).flatMap((file) => reachesServer(file.path) ?? [])).toEqual([]);
  });
});

/** Pure modules that are made to be loaded alone, in the browser too. */
function isPureLeaf(path: string): boolean {
  return (
    reachesServer(path) === null &&
    (byPath.get(path)?.imports.every(
      (entry) =>
        entry.typeOnly ||
        domainOf(entry.target ?? '') === domainOf(path) ||
        entry.target === null ||
        // schemas, and what belongs to no domain
        /schemas\.ts$|^lib\/[\w-]+\.ts$/.test(entry.target),
    ) ??
      false)
  );
}

describe('environment', () => {
  it('is read by lib/env.ts alone', () => {
    const readers = all
      .filter((file) => /process\.env\b/.test(file.text) && !isTest(file.path))
      .map((file) => file.path);
    expect(readers).toEqual(['lib/env.ts']);
  });
});

describe('server actions', () => {
  it('come from the one builder', () => {
    const bare = product
      .filter((file) => /^\s*['"]use server['"]/.test(file.text))
      .flatMap((file) =>
        [...file.text.matchAll(/^export (?!type|const \w+ = (?:action|formAction)\()(.*)$/gm)].map(
          (match) => `${file.path}: ${match[0]}`,
        ),
      );
    expect(bare).toEqual([]);
  });
});

/** Tables that hold what people own or what decides over them, and the only files that may write each. */
const writers: Record<string, RegExp> = {
  users: /^lib\/users\/(write|erase)\.ts$/,
  user_search: /^lib\/users\/(write|erase)\.ts$/,
  identities: /^lib\/users\/(write|erase)\.ts$/,
  metadata_keys: /^lib\/(search\/metadata-keys|users\/rebuild-search)\.ts$/,
  search_state: /^lib\/users\/rebuild-search\.ts$/,
  login_keys: /^lib\/users\/(write|erase)\.ts$/,
  user_versions: /^lib\/users\/(write|erase)\.ts$/,
  admins: /^lib\/(setup\/admins|users\/erase)\.ts$/,
  credentials: /^lib\/(users\/(write|erase|passwords-of)|oidc\/check-password)\.ts$/,
  authenticators: /^lib\/(factors\/|users\/erase\.ts)/,
  remembered_browsers: /^lib\/(factors\/|users\/erase\.ts)/,
  saved_searches: /^lib\/(saved-searches\/|users\/erase\.ts)/,
  rules: /^lib\/rules\//,
  rule_versions: /^lib\/rules\//,
  rule_configs: /^lib\/rules\//,
  rule_drafts: /^lib\/rules\//,
  rule_tests: /^lib\/(trials\/|rules\/delete-rule\.ts|actions\/internal\.ts|users\/erase\.ts)/,
  replay_cases: /^lib\/(trials\/|users\/erase\.ts)/,
  actions: /^lib\/actions\//,
  action_versions: /^lib\/actions\//,
  action_secrets: /^lib\/actions\//,
  action_bindings: /^lib\/actions\//,
  clients: /^lib\/(clients\/|setup\/internal-client\.ts)/,
  client_credentials: /^lib\/clients\//,
  client_grants: /^lib\/(clients\/|resource-servers\/withdraw\.ts)/,
  connections: /^lib\/connections\//,
  connection_clients: /^lib\/(connections\/|clients\/delete-client\.ts)/,
  signing_keys: /^lib\/keys\//,
  consents: /^lib\/(sessions\/|users\/erase\.ts|clients\/delete-client\.ts|resource-servers\/withdraw\.ts)/,
  device_credentials: /^lib\/(sessions\/|users\/erase\.ts)/,
  sign_ins: /^lib\/(sign-ins\/|users\/erase\.ts)/,
  sign_in_blocks: /^lib\/limits\//,
  resource_servers: /^lib\/resource-servers\//,
  email_provider: /^lib\/mail\//,
  email_templates: /^lib\/mail\//,
  outbox: /^lib\/mail\/outbox\.ts$/,
  tickets: /^lib\/(tickets\/ticket|users\/(write|erase))\.ts$/,
  settings: /^lib\/settings\//,
  jobs: /^lib\/queue\//,
  job_files: /^lib\/queue\//,
  job_errors: /^lib\/queue\//,
  roles: /^lib\/roles\//,
  role_permissions: /^lib\/(roles\/|resource-servers\/withdraw\.ts)/,
  user_roles: /^lib\/(roles\/|users\/erase\.ts)/,
  user_permissions: /^lib\/(roles\/|resource-servers\/withdraw\.ts|users\/erase\.ts)/,
};

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function tablesWritten(text: string): string[] {
  const built = [...text.matchAll(/\.(?:insert|update|delete)\((\w+)\)/g)].map((match) =>
    snake(match[1] ?? ''),
  );
  const raw = [...text.matchAll(/\b(?:insert into|delete from) (\w+)|\bupdate (\w+)\s+set\b/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  return [...new Set([...built, ...raw])].filter((table) => Object.hasOwn(writers, table));
}

describe('writes', () => {
  it('to a guarded table happen in its own domain only', () => {
    const strays = product.flatMap((file) =>
      tablesWritten(file.text)
        .filter((table) => !writers[table]?.test(file.path))
        .map((table) => `${file.path} writes ${table}`),
    );
    expect(strays).toEqual([]);
  });

  it('are authorized and recorded by the verb that makes them', () => {
    /** Steps that verbs share; each is reached only from verbs that the next test looks at, or records by itself. */
    // One a line, so that what two branches add does not collide.
    const steps = [
      'actions/(internal|draft-secrets)',
      'factors/(authenticators|confirm|delete-factors|given-app|import-totp|prove|remembered|replace-recovery-code)',
      'limits/[\\w-]+',
      'mail/outbox',
      'oidc/check-password',
      'queue/[\\w-]+',
      'resource-servers/withdraw',
      'rules/(internal|write)',
      'search/metadata-keys',
      'setup/internal-client',
      'sessions/consents',
      'sign-ins/(insert-sign-in|sweep-sign-ins)',
      'tickets/ticket',
      'trials/replay-cases',
      'users/(write|save-user|erase|passwords-of|rebuild-search)',
    ];
    const shared = new RegExp(`^lib/(${steps.join('|')})\\.ts$`);
    const verbs = product.filter((file) => tablesWritten(file.text).length > 0 && !shared.test(file.path));
    expect(verbs.length).toBeGreaterThan(8);
    const lax = verbs.filter(
      ({ text }) =>
        !/\bauthorize\(/.test(text) ||
        !/record(Change|ClientChange|RuleVersion|ActionChange|Factors)\(|insert into user_versions/.test(
          text,
        ),
    );
    expect(lax.map((file) => file.path)).toEqual([]);
  });

  it('of users come from verbs that pass the gate', () => {
    const callers = product.filter(
      ({ path, text }) =>
        /\b(insertUsers|updateStored|saveUser|eraseUsers|givePasswords|takePassword)\(/.test(text) &&
        !/^lib\/users\/(write|save-user|erase|passwords-of)\.ts$/.test(path),
    );
    expect(callers.length).toBeGreaterThan(2);
    expect(callers.filter(({ text }) => !/\bauthorize\(/.test(text)).map((file) => file.path)).toEqual([]);
  });
});
