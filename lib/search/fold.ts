/**
 * The form in which text that ignores case is stored and compared: NFC, lower case, one form of sigma. Lower-casing
 * makes a sigma final by what follows it, so a prefix would fold otherwise than the text it begins. Folding twice is folding once.
 */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}
