import { describe, expect, it } from 'vitest';
import { defaultTemplate } from './default-templates';
import { renderLiquid } from './liquid';
import { plainText } from './plain-text';
import { sampleVariables } from './variables';

const names = ['verify_email', 'reset_email', 'welcome_email', 'blocked_account', 'users_import'] as const;

describe('our own template', () => {
  it.each(names)(
    '%s says for what it is, has its link where there is one, and reads well as text',
    (name) => {
      const values = sampleVariables();
      const { subject, body } = defaultTemplate(name);
      expect(renderLiquid(subject, values, 'text')).toContain('Shop');
      const html = renderLiquid(body, values, 'html');
      expect(html).toContain('Hello Ada,');
      expect(html).toContain('prefers-color-scheme: dark');
      const text = plainText(html);
      expect(text).toContain('Hello Ada,');
      expect(text).toContain('help@example.com');
      expect(text).not.toMatch(/[<>]|&\w+;|font-family|\{\{|\{%/);
      if (name === 'users_import') expect(text).toContain('Inserted: 1\nUpdated: 1\nFailed: 1\nTotal: 3');
      else if (name !== 'welcome_email') expect(text.split('\n')).toContain(values.url);
    },
  );

  it.each(names)('%s shows nothing of a hostile name but the name', (name) => {
    const evil = '<script>alert(1)</script>"><a href="https://evil.example">';
    const values = { ...sampleVariables(), friendly_name: evil };
    values.user = { ...values.user, given_name: evil };
    values.application = { ...values.application, name: evil };
    const html = renderLiquid(defaultTemplate(name).body, values, 'html');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('href="https://evil');
  });

  it.each(names)('%s stands without application, name and support', (name) => {
    const values = { ...sampleVariables(), support_email: '', support_url: '' };
    values.application = { name: '', clientID: '', callback_domain: '' };
    values.user = { user_id: 'x' };
    const { subject, body } = defaultTemplate(name);
    expect(renderLiquid(subject, values, 'text')).toMatch(/Example/);
    expect(plainText(renderLiquid(body, values, 'html'))).toContain('Hello,');
  });
});

describe('the text of an HTML mail', () => {
  it.each([
    ['<p>a</p><p>b</p>', 'a\n\nb'],
    ['a<br>b<br/>c', 'a\nb\nc'],
    ['<a href="https://x.example/?a=1&amp;b=2">here</a>.', 'here: https://x.example/?a=1&b=2.'],
    ['<a href="https://x.example">https://x.example</a>', 'https://x.example'],
    ['<style>p { color: red }</style>x<script>1 < 2</script>', 'x'],
    ['1 < 2 &lt; 3', '1 < 2 < 3'],
    ['&#65;&#x42;&nbsp;&unknown;&#0;', 'AB &unknown;&#0;'],
    ['<a href=', '<a href='],
    ['<constructor>a</constructor><__proto__>b', 'ab'],
    ['', ''],
  ])('%j', (html, text) => {
    expect(plainText(html)).toBe(text);
  });

  it.each(['<', '<a', '<style>', '<style></style>', '<p>', '<div style="display:none">', '<a href="', '&'])(
    'takes no longer for many %s',
    (piece) => {
      const began = performance.now();
      plainText(piece.repeat(50_000));
      expect(performance.now() - began).toBeLessThan(1500);
    },
  );
});
