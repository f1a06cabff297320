import { type SettingRow, settingRows } from '@/lib/env';

const begin = /<!-- settings:[^>]*-->\n/;
const end = '<!-- /settings -->';

function row({ name, default: fallback, description }: SettingRow): string {
  return `| \`${name}\` | ${fallback === '' ? '' : `\`${fallback}\``} | ${description} |`;
}

/** The README with its table of settings as `lib/env.ts` has them. Throws when the marks are missing. */
export function withSettings(readme: string, rows: readonly SettingRow[] = settingRows): string {
  const start = begin.exec(readme);
  const stop = readme.indexOf(end);
  if (!start || stop === -1) throw new Error('README.md has lost the marks around its table of settings.');
  const head = readme.slice(0, start.index + start[0].length);
  const table = ['| variable | default | meaning |', '| --- | --- | --- |', ...rows.map(row)].join('\n');
  return `${head}${table}\n${readme.slice(stop)}`;
}
