import { expect, it } from 'vitest';
import { mailDocument, textPieces } from './mail-document';

it('puts the policy before anything of the mail, and after its doctype', () => {
  for (const html of [
    '<!doctype html>\n<html><head><script>x</script></head></html>',
    '<script>x</script>',
    '',
  ]) {
    const document = mailDocument(html);
    expect(document.replace(/^<!doctype html>/, '')).toMatch(/^<meta http-equiv="Content-Security-Policy"/);
    expect(document.indexOf('Content-Security-Policy')).toBeLessThan(`${document}<script`.indexOf('<script'));
  }
  expect(mailDocument(' <!DOCTYPE html><p>')).toMatch(/^ <!DOCTYPE html><meta/);
});

it('tells addresses from words', () => {
  expect(textPieces('Open\nhttps://a.example/u?ticket=x#\nor javascript:alert(1)')).toEqual([
    { text: 'Open\n', isLink: false },
    { text: 'https://a.example/u?ticket=x#', isLink: true },
    { text: '\nor javascript:alert(1)', isLink: false },
  ]);
});
