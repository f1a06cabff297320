import { describe, expect, it } from 'vitest';
import { Invalid } from '@/lib/errors';
import { assertRenders, renderLiquid, TemplateProblem } from './liquid';

const html = (source: string, values: object = {}) => renderLiquid(source, values, 'html');

describe('values in a template', () => {
  it('are escaped in HTML unless the template asks for them raw', () => {
    const values = { user: { name: `<img src=x onerror='"&"'>` } };
    const escaped = '&lt;img src=x onerror=&#39;&#34;&amp;&#34;&#39;&gt;';
    expect(html('{{ user.name }}', values)).toBe(escaped);
    expect(html('{{ user.name | escape }}', values)).toBe(escaped);
    expect(html('{% assign n = user.name %}{{ n | append: "<b>" }}', values)).toBe(`${escaped}&lt;b&gt;`);
    expect(html('{{ user.name | raw }}', values)).toBe(values.user.name);
  });

  it('are as they are in a subject or an address', () => {
    expect(renderLiquid("{{ name | default: 'you' }}", { name: "O'Neil & Co" }, 'text')).toBe("O'Neil & Co");
  });

  it('may be missing at any depth', () => {
    expect(html('[{{ a.b.c }}]')).toBe('[]');
  });

  it('keep their line ends as breaks, escaped', () => {
    expect(html('{{ t | newline_to_br }}', { t: '<a>\nb' })).toBe('&lt;a&gt;<br />\nb');
  });
});

/** Security lesson 12 (CVE-2020-7799): a template editor that reached the operating system. */
describe('a hostile template reaches nothing', () => {
  it.each([
    '{{ constructor }}',
    '{{ user.constructor.constructor }}',
    '{{ user.__proto__ }}',
    "{{ user['constructor'] }}",
    '{{ user.toString }}',
    "{{ user | map: 'constructor' }}",
    "{{ list | map: '__proto__' | first }}",
    '{{ list.constructor }}',
    '{{ user.name.constructor.name }}',
    '{{ process }}{{ globalThis }}{{ require }}{{ this }}',
  ])('%s', (source) => {
    expect(html(source, { user: { name: 'Ada' }, list: [{}] }).replace(/[[\]{}"]/g, '')).toBe('');
  });

  it.each([
    "{% include '/etc/passwd' %}",
    "{% render 'package.json' %}",
    "{% layout '../../etc/passwd' %}",
    '{% block a %}{% endblock %}',
    '{{ "a" | where_exp: "x", "x" }}',
    '{{ "ls" | system }}',
  ])('%s is no tag or filter here', (source) => {
    expect(() => html(source)).toThrow(TemplateProblem);
  });

  it.each([
    ['a long loop', '{% for i in (1..100000000) %}{% endfor %}'],
    ['loops in loops', `${'{% for i in (1..4000) %}'.repeat(4)}x${'{% endfor %}'.repeat(4)}`],
    [
      'loops in loops that write nothing',
      `${'{% for i in (1..4000) %}'.repeat(4)}${'{% endfor %}'.repeat(4)}`,
    ],
    [
      'a text that doubles',
      `{% assign a = "xxxxxxxxxx" %}${'{% assign a = a | append: a %}'.repeat(40)}{{ a }}`,
    ],
    [
      'a captured text that doubles',
      `{% assign a = "xxxxxxxxxx" %}${'{% capture a %}{{ a | raw }}{{ a | raw }}{% endcapture %}'.repeat(40)}{% if a contains "y" %}{% endif %}`,
    ],
    ['replacements', `{% assign a = "${'x'.repeat(5000)}" %}{{ a | replace: "x", a | replace: "x", a }}`],
    ['a wide date', '{{ "now" | date: "%999999999d" }}'],
    [
      'a wide join',
      `{% assign a = "${'x,'.repeat(2000)}" | split: "," %}{{ a | join: "${'y'.repeat(5000)}" }}`,
    ],
    ['much output', `{% for i in (1..1000) %}${'x'.repeat(1000)}{% endfor %}`],
    ['cycles and tables', '{% tablerow i in (1..1000000) %}{% endtablerow %}'],
    ['a source without end', 'x'.repeat(200_001)],
    ['depth', '{% if a %}'.repeat(10_000)],
  ])('%s ends soon and is refused', (_, source) => {
    const began = performance.now();
    expect(() => html(source)).toThrow(TemplateProblem);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('leaves the next rendering whole', () => {
    expect(html('{{ a }}', { a: 1 })).toBe('1');
  });
});

describe('a broken template', () => {
  it.each([
    ['{{ user.name', 'Line 1, column 1: '],
    ['a\nb {% if x %}', 'Line 2, column 3: '],
    ['a\n\n  {{ x | nope }}', 'Line 3, column'],
    ['{% nonsense %}', 'Line 1, column 1: '],
  ])('%j is refused with its place', (source, place) => {
    const save = () => assertRenders('body', source, {}, 'html');
    expect(save).toThrow(Invalid);
    expect(save).toThrow(place);
    expect(save).toThrow(/on property body\.$/);
  });
});
