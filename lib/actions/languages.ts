const isTag = (text: string): boolean => /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(text);

/** The languages of an `Accept-Language` header (RFC 9110 section 12.5.4), the most wanted first. */
export function wantedLanguages(header: string | undefined): string[] {
  const weighted = (header ?? '').split(',').flatMap((part) => {
    const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2);
    const quality = weight === undefined ? 1 : Number(weight);
    return isTag(tag) && quality > 0 && quality <= 1 ? [{ tag, quality }] : [];
  });
  return weighted.sort((a, b) => b.quality - a.quality).map(({ tag }) => tag);
}

/** The tag and what it is a kind of: `zh-Hant-TW`, `zh-Hant`, `zh`. */
function ranges(tag: string): string[] {
  const parts = tag.split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
}

/** The first of the languages that the tenant has (RFC 4647 section 3.4), else the tenant's first. */
export function localeOf(wanted: readonly string[], enabled: readonly string[]): string {
  for (const range of wanted.flatMap(ranges)) {
    const found = enabled.find((locale) => locale.toLowerCase() === range.toLowerCase());
    if (found !== undefined) return found;
  }
  return enabled[0] ?? 'en';
}
