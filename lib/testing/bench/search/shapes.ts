import { city, colors, domain, firstName, lastName, plans, tag } from './population';

export type Shape = {
  name: string;
  /** The query of the n-th try: values change, the shape does not. */
  q: (n: number) => string;
  /** Made to be hard: matches most users, or can be answered by no index alone. */
  hard?: true;
};

const of = <T>(list: readonly T[], n: number) => list[n % list.length];

export const sorts = ['created_at:-1', 'email:1', 'name:1', 'last_login:-1'] as const;

export const shapes: Shape[] = [
  { name: 'everybody', q: () => '' },
  { name: 'email, whole', q: (n) => `email:"nobody${n}@example.com"` },
  {
    name: 'email, prefix',
    q: (n) => `email:${firstName(n).toLowerCase()}.${lastName(n).slice(0, 3).toLowerCase()}*`,
  },
  { name: 'email, contains', q: (n) => `email:*${lastName(n).toLowerCase()}*` },
  { name: 'email, suffix', q: (n) => `email:*@${domain(n % 400)}` },
  { name: 'email.domain, rare', q: (n) => `email.domain:${domain(300 + (n % 100))}` },
  { name: 'email.domain, frequent', q: (n) => `email.domain:${domain(n % 3)}` },
  { name: 'name, whole', q: (n) => `name:"${firstName(n)} ${lastName(n * 7)}"` },
  { name: 'name, prefix', q: (n) => `name:${firstName(n)}*` },
  { name: 'family name', q: (n) => `family_name:${lastName(n * 31)}` },
  { name: 'user_id, whole', q: (n) => `user_id:"auth0|${n.toString(16).padStart(24, '0')}"` },
  { name: 'bare word', q: (n) => firstName(n).toLowerCase() },
  { name: 'blocked', q: () => 'blocked:true' },
  { name: 'not verified', q: () => 'email_verified:false' },
  { name: 'connection, rare', q: () => 'identities.connection:corp' },
  { name: 'connection, frequent', q: () => 'identities.connection:Username-Password-Authentication' },
  { name: 'signed up that day', q: (n) => `created_at:2022-0${1 + (n % 9)}-1${n % 10}` },
  { name: 'signed up that year', q: (n) => `created_at:202${n % 5}` },
  { name: 'last login in a month', q: (n) => `last_login:[2023-0${1 + (n % 9)} TO 2023-0${1 + (n % 9)}]` },
  { name: 'logins in a range', q: (n) => `logins_count:[${400 + (n % 50)} TO *]` },
  { name: 'never logged in', q: () => 'NOT _exists_:last_login' },
  { name: 'metadata, frequent value', q: (n) => `user_metadata.color:${of(colors, n)}` },
  { name: 'metadata, rare value', q: (n) => `user_metadata.rare:"needle ${(n % 90) * 10_000}"` },
  { name: 'metadata, rare key', q: () => '_exists_:user_metadata.rare' },
  { name: 'metadata, nested', q: (n) => `user_metadata.address.city:${city(n % 500)}` },
  { name: 'metadata, array', q: (n) => `app_metadata.tags:${tag(n % 1000)}` },
  {
    name: 'metadata, array of objects',
    q: (n) => `app_metadata.subs.product:${of(plans, n)} AND app_metadata.subs.level:top`,
  },
  { name: 'metadata, boolean', q: () => 'app_metadata.trial:true' },
  {
    name: 'metadata, any case',
    q: (n) => `user_metadata.color~:${of(colors, n)?.toUpperCase()} AND user_metadata.age:${20 + (n % 60)}`,
  },
  { name: 'metadata, number range', q: (n) => `user_metadata.age:[${30 + (n % 40)} TO ${32 + (n % 40)}]` },
  {
    name: 'metadata, date range',
    q: (n) => `user_metadata.birthday:[19${60 + (n % 30)}-01 TO 19${60 + (n % 30)}-03]`,
  },
  { name: 'metadata, prefix', q: (n) => `user_metadata.address.city:${city(n % 500).slice(0, 4)}*` },
  {
    name: 'metadata and root',
    q: (n) => `app_metadata.plan:${of(plans, n)} AND email_verified:true AND name:${firstName(n)}*`,
  },
  {
    name: 'metadata, OR',
    q: (n) => `app_metadata.tags:(${tag(n % 900)} OR ${tag((n % 900) + 7)}) OR user_metadata.rare:*`,
  },
  {
    name: 'metadata, AND NOT',
    q: (n) => `user_metadata.address.city:${city(n % 500)} AND NOT app_metadata.trial:true`,
  },
  { name: 'roles', q: () => 'roles:admin' },
  {
    name: 'contains, metadata',
    q: (n) => `user_metadata.address.city:*${city(n % 500).slice(2, 7)}*`,
    hard: true,
  },
  {
    name: 'contains in any case, metadata',
    q: (n) => `user_metadata.address.city~:*${city(n % 500).slice(2, 7)}*`,
    hard: true,
  },
  {
    name: 'wide range and a rare value',
    q: (n) => `app_metadata.score:[1 TO 999] AND app_metadata.tags:${tag(900 + (n % 99))}`,
    hard: true,
  },
  { name: 'wide range alone', q: (n) => `app_metadata.score:[${n % 50} TO 900]`, hard: true },
  {
    name: 'NOT of what most have',
    q: () => 'NOT user_metadata.prefs.theme:dark AND NOT app_metadata.plan:free',
    hard: true,
  },
  { name: 'contains, in most', q: () => 'email:*example*', hard: true },
  { name: 'contains, matching nobody', q: (n) => `name:*zzq${n % 10}x*`, hard: true },
  {
    name: 'two frequent, rare together',
    q: (n) =>
      `user_metadata.age:87 AND app_metadata.plan:enterprise AND user_metadata.color:${of(colors, n)}`,
    hard: true,
  },
  {
    name: 'OR over fields',
    q: (n) =>
      `name:*${lastName(n).slice(1, 6)}* OR app_metadata.tags:${tag(n % 1000)} OR last_login:2023-01-0${1 + (n % 9)}`,
    hard: true,
  },
  {
    name: '50 conditions',
    q: (n) =>
      Array.from({ length: 50 }, (_, i) => `app_metadata.tags:${tag((n + i * 17) % 1000)}`).join(' OR '),
    hard: true,
  },
];
