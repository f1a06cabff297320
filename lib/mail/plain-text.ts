const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Elements whose content nobody reads, and what ends each; `div` for the preview at the top of the page. */
const ends = new Map([
  ['style', /<\/style/gi],
  ['script', /<\/script/gi],
  ['head', /<\/head/gi],
  ['title', /<\/title/gi],
  ['div', /<\/div/gi],
]);
const blocks = /^(p|div|tr|table|h[1-6]|ul|ol|li|blockquote|section|article|header|footer|hr)$/;

type Tag = { name: string; isEnd: boolean; source: string };

function readTag(source: string): Tag {
  const [, end = '', name = ''] = /^<(\/?)([a-z][a-z0-9]*)/i.exec(source) ?? [];
  return { name: name.toLowerCase(), isEnd: end !== '', source };
}

const addressIn = ({ source }: Tag) => decode(/\shref\s*=\s*["']([^"']*)["']/i.exec(source)?.[1] ?? '');
const isHidden = ({ source }: Tag) => /display:\s*none/i.test(source);

/** Past the end tag that comes first after `from`; nested elements of the same name are not looked for. */
function after(html: string, end: RegExp, from: number): number {
  end.lastIndex = from;
  const close = end.test(html) ? html.indexOf('>', end.lastIndex) : -1;
  return close < 0 ? html.length : close + 1;
}

/**
 * The text alternative of an HTML mail: paragraphs apart, addresses of links after their words unless the words are the
 * address. One walk over the source; what is no HTML comes out as it is.
 */
export function plainText(html: string): string {
  let out = '';
  let at = 0;
  let link: { address: string; from: number } | null = null;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    const close = open < 0 ? -1 : html.indexOf('>', open);
    if (close < 0) {
      out += decode(html.slice(at).replace(/\s+/g, ' '));
      break;
    }
    out += decode(html.slice(at, open).replace(/\s+/g, ' '));
    const tag = readTag(html.slice(open, close + 1));
    at = close + 1;
    const end = tag.isEnd || (tag.name === 'div' && !isHidden(tag)) ? undefined : ends.get(tag.name);
    if (end) at = after(html, end, at);
    else if (tag.name === 'br') out += '\n';
    else if (blocks.test(tag.name)) out += '\n\n';
    else if (tag.name === 'a' && !tag.isEnd) link = { address: addressIn(tag), from: out.length };
    else if (tag.name === 'a' && link !== null) {
      const { address, from } = link;
      const words = out.slice(from).trim();
      if (/^https?:/i.test(address) && words !== address) out += `: ${address}`;
      link = null;
    }
  }
  return out
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
