import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { claim, claimed, rule, testRunner } from './runner.fixture';

const { run } = testRunner();
const lodash: object = createRequire(import.meta.url)('lodash');
const of = (body: string) => claim(`(() => { ${body} })()`);

describe('lodash, loaded function by function', () => {
  it('has what lodash has, and nothing else that its package has files of', async () => {
    const files = readdirSync('node_modules/lodash').flatMap(
      (file) => /^([a-z]\w*)\.js$/.exec(file)?.[1] ?? [],
    );
    expect(files.length).toBeGreaterThan(300);
    const names = [
      ...files,
      '_',
      'VERSION',
      'noConflict',
      'runInContext',
      '__esModule',
      'default',
      'then',
      'missing',
    ];
    const script = of(
      `return ${JSON.stringify(names)}.map((name) => name + ' ' + (name in _) + ' ' + typeof _[name]);`,
    );
    const expected = names.map((name) => `${name} ${name in lodash} ${typeof Reflect.get(lodash, name)}`);
    expect(claimed(await run(script))).toEqual(expected);
  });

  it('lists its members, and each is there', async () => {
    const script = of(
      'return [Object.keys(_).sort(), Object.entries(_).every(([key, value]) => value === _[key])];',
    );
    expect(claimed(await run(script))).toEqual([Object.keys(lodash).sort(), true]);
  });

  it.each([
    [
      'return [typeof _, _ instanceof Function, _ === require("lodash"), _._ === _, _.noConflict() === _];',
      ['function', true, true, true, true],
    ],
    [
      'return [_([1, 2]).map((x) => x + 1).value(), _.chain([3, 1]).sortBy().first().value(), new _([1]).size()];',
      [[2, 3], 1, 1],
    ],
    [
      'return [_([1]) instanceof _, _.map === _.map, _.each === _.forEach, require("lodash/map") === _.map];',
      [true, true, true, true],
    ],
    [
      'const sub = _.partial((a, b) => a - b, _, 1); return [sub(5), _.curry((a, b) => a - b)(_, 2)(9), _.bind((a, b) => a - b, null, _, 3)(4)];',
      [4, 7, 1],
    ],
    ['_.templateSettings.interpolate = /{{(.+?)}}/g; return _.template("{{ a }}!")({ a: "x" });', 'x!'],
    ['return [_.uniqueId("a"), _.uniqueId("b")];', ['a1', 'b2']],
    [
      'const { get } = _; _.get = () => "mine"; return [_.get({ a: 1 }, "a"), get({ a: 1 }, "a"), require("lodash/get")()];',
      ['mine', 1, 'mine'],
    ],
    [
      '_.mixin({ shout: (text) => _.toUpper(text) + "!" }); return [_.shout("a"), _("b").shout(), _.chain("c").shout().value()];',
      ['A!', 'B!', 'C!'],
    ],
    [
      '_.extend(_, { mine: () => 1 }); Object.assign(_, { more: 2 }); return [_.mine(), _.more, "mine" in _, Object.keys(_).includes("more")];',
      [1, 2, true, true],
    ],
    ['_.iteratee = () => () => "all"; return _.map([1, 2], "a");', ['all', 'all']],
    [
      'Object.defineProperty(_, "x", { value: 1 }); delete _.get; return [_.x, typeof _.get, typeof _.set];',
      [1, 'undefined', 'function'],
    ],
    [
      '_.prototype.twice = function () { return this.value().concat(this.value()); }; return _([1]).twice();',
      [1, 1],
    ],
    [
      'const other = _.runInContext(); other.get = 1; return [typeof _.get, other.isEqual({ a: 1 }, { a: 1 })];',
      ['function', true],
    ],
    [
      'return [_.isFunction(_), Object.getOwnPropertyDescriptor(_, "get").enumerable, Object.getOwnPropertyDescriptor(_, "prototype").value === _.prototype, _.size({ ..._ }) > 300];',
      [true, true, true, true],
    ],
    [
      'return _.flow([_.trim, _.partialRight(_.split, ","), (all) => _.map(all, _.unary(parseInt))])(" 1,2 ");',
      [1, 2],
    ],
  ])('%s', async (body, value) => {
    expect(claimed(await run(of(body)))).toEqual(value);
  });

  it('has timers, which were those of another world', async () => {
    const script = rule(`const seen = [];
      const bounced = _.debounce(() => seen.push('bounced'), 1);
      bounced(); bounced();
      clearTimeout(_.delay(() => seen.push('never'), 1));
      _.defer((word) => seen.push(word), 'deferred');
      setTimeout(() => { context.idToken.value = seen.sort(); callback(null, user, context); }, 20);`);
    expect(claimed(await run(script))).toEqual(['bounced', 'deferred']);
  });

  it('of one unit is not that of another, in the same run or the next', async () => {
    const spoil = rule(`_.get = _.map = () => 'stolen'; _.mixin({ stolen: () => 1 }); _.uniqueId();
      _.prototype.stolen = 1; _.templateSettings.interpolate = /x/g; _.map.stolen = _.merge.stolen = _.partial.placeholder = 1;
      const stacks = []; _.mergeWith({ a: {} }, { a: {} }, (...all) => { stacks.push(all.at(-1)); });
      Object.getPrototypeOf(stacks[0]).get = () => 'stolen';
      callback(null, user, context);`);
    const look =
      claim(`[_.get({ a: 1 }, 'a'), _.map([1], String), _.stolen, _.uniqueId(), _.prototype.stolen, _.template('<%= 1 %>')(),
      _.map.stolen, _.merge.stolen, _.partial((a) => a, _)(1), _.merge({ a: { b: 1 } }, { a: { c: 2 } })].map((value) => value ?? null)`);
    const clean = [1, ['1'], null, '1', null, '1', null, null, 1, { a: { b: 1, c: 2 } }];
    expect(claimed(await run([spoil, look]))).toEqual(clean);
    for (let turn = 0; turn < 4; turn++) expect(claimed(await run(look))).toEqual(clean);
  });
});
