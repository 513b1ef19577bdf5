import { parseJson, readNetwork } from '@szilard/models';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonFault } from '../../src/network/json-fault.ts';

const death = { name: 'Death', reactants: { X: 1 }, products: {}, change: { X: -1 }, rate: 'Mu*X', local_parameters: {} };
const bare = { initial: { X: 10 }, parameters: { Mu: 0.1 }, reactions: [death] };
const read = (document: unknown, options = {}) => readNetwork(document, { source: 'net.json', ...options });
const changes = (document: unknown) => read(document).reactions.map(({ change }) => change);

describe('a network is found', () => {
  test.each([
    ['bare', bare],
    ['in a case', { id: 'one', species: ['Cell:X=10 s'], network: bare, events: null, rules: null, columns: ['X'] }],
    ['as the only case of a list', [{ network: bare }]],
    ['as the only one of several cases', { source: 'x', cases: [{ id: 'one', network: bare }] }],
  ])('%s', (_name, document) => {
    const network = read(document);
    expect(network.variables).toEqual(['X']);
    expect(network.reactions.map(({ name, change }) => [name, change])).toEqual([['Death', [[0, -1]]]]);
    expect(network.columns.map(({ name }) => name)).toEqual(['X']);
  });

  test('by its id', () => {
    const document = {
      cases: [
        { id: 'a', network: bare },
        { id: 'b', network: { ...bare, initial: { X: 3 } } },
      ],
    };
    expect(read(document, { case: 'b' }).initial[0]).toBe(3);
    expect(() => read(document)).toThrow('[net.json] expected one network, got 2 cases. Name one with --case: a, b.');
    expect(() => read(document, { case: 'c' })).toThrow(/expected a case called a, b, got "c"/);
  });

  test('with events and rules inside it, beside it, or both', () => {
    const inside = { ...bare, rules: ['y = 2*X'] };
    const { events, columns } = read({ network: inside, events: ['reset= t>=25 : X=50'], rules: ['z = y'] });
    expect(events.map(({ name }) => name)).toEqual(['reset']);
    expect(columns.map(({ name }) => name)).toEqual(['X', 'y', 'z']);
  });

  test('with the times that the document names', () => {
    expect(read({ network: bare, times: '0..50 step 1' }).times).toBe('0:50:1');
    expect(read({ ...bare, tf: 5 }).times).toBe('0:5:0.1');
  });
});

describe('reactions', () => {
  test('are told in several ways', () => {
    const initial = { A: 5, B: 5 };
    const ways = [
      { reactants: { A: 2 }, products: { B: 1 }, rate_constant: 3 },
      { reactants: ['A', 'A'], products: ['B'], rate_constant: 3 },
      { reactants: '2A', products: 'B', rate_constant: 3 },
      { equation: '2 A -> B', rate_constant: 3 },
      ['2A->B', 3],
      ['name', '2A -> B', '3*A*(A-1)/2'],
      { reactants: { A: 2 }, products: { B: 1 }, change: { A: -2, B: 1 }, rate: '3*A*(A-1)/2' },
      { change: { B: 1, A: -2 }, rate: '3*A*(A-1)/2' },
    ];
    for (const way of ways)
      expect(Object.fromEntries(changes({ initial, reactions: [way] })[0].map(([index, count]) => ['AB'[index], count]))).toEqual({
        A: -2,
        B: 1,
      });
    expect(
      changes({
        initial,
        reactions: [
          ['0 -> A', 1],
          ['A -> ', 1],
          ['A -> A + 2B', 1],
        ],
      }),
    ).toEqual([[[0, 1]], [[0, -1]], [[1, 2]]]);
  });

  test('leave boundary species alone', () => {
    const document = {
      initial: { X: 0, Source: 4 },
      boundary_species: ['Source'],
      reactions: [{ reactants: { Source: 1 }, products: { X: 5 }, rate: '1' }],
    };
    expect(changes(document)).toEqual([[[0, 5]]]);
  });
});

describe('bad input is refused in one line', () => {
  const reaction = (more: object) => ({ ...bare, reactions: [{ ...death, ...more }] });
  const cases: [string, unknown, RegExp | string][] = [
    ['no object', 3, '[net.json] expected an object, got 3.'],
    ['no reactions', { initial: { X: 1 } }, /expected a member "reactions"/],
    ['no initial counts', { reactions: [] }, /expected a member "initial"/],
    ['a negative count', { ...bare, initial: { X: -1 } }, '[net.json initial.X] expected a count of at least 0, got -1.'],
    ['half a molecule', { ...bare, initial: { X: 0.5 } }, /initial\.X\] expected a whole number, for it takes part in reactions, got 0\.5/],
    ['a count beyond 2^53', { ...bare, initial: { X: 1e16 } }, /at most 2\^53 - 1/],
    ['a count as text', { ...bare, initial: { X: '1' } }, /expected a count, got "1"/],
    ['a parameter that is none', { ...bare, parameters: { Mu: null } }, /parameters\.Mu\] expected a finite number, got null/],
    [
      'an unknown name in a rate',
      reaction({ rate: 'Nu*X' }),
      /reactions\[0\]\.rate\] "Nu\*X", character 1: .*got "Nu"\. Known: X, Mu\. Did you mean "Mu"\?/,
    ],
    ['an unknown reactant', reaction({ reactants: { Y: 1 }, change: undefined }), /reactions\[0\]\.reactants\].*got "Y"/],
    ['an unknown species in a change', reaction({ change: { Z: 1 } }), /reactions\[0\]\.change\].*got "Z"/],
    ['a parameter that reacts', reaction({ reactants: { Mu: 1 }, change: undefined }), /expected a species, got "Mu"/],
    ['a change that contradicts', reaction({ change: { X: -2 } }), /change\.X\] expected -1, which is products - reactants, got -2/],
    ['a change in halves', reaction({ change: { X: -0.5 } }), /change\.X\] expected a whole number, got -0\.5/],
    ['a negative stoichiometry', reaction({ reactants: { X: -1 } }), /reactants\.X\] expected a whole number of at least 0, got -1/],
    ['no rate', reaction({ rate: undefined }), /expected either rate .* or rate_constant .*, got neither/],
    ['two rates', reaction({ rate_constant: 1 }), /got both/],
    [
      'a negative rate constant',
      reaction({ rate: undefined, rate_constant: -1 }),
      /rate_constant\] expected a rate constant of at least 0, got -1/,
    ],
    ['a number for the rate of reactants', reaction({ rate: 2 }), /Write rate_constant for mass action/],
    [
      'mass action of a change only',
      { ...bare, reactions: [{ change: { X: -1 }, rate_constant: 1 }] },
      /expected reactants for mass action/,
    ],
    ['a slip of the pen', reaction({ local_paramters: {} }), /Did you mean "local_parameters"/],
    ['a rate that time changes smoothly', reaction({ rate: 'X*sin(t)' }), /Give a bound/],
    ['an event without colon', { ...bare, events: ['t >= 3'] }, /expected TRIGGER : ASSIGNMENTS/],
    ['an event that sets nothing known', { ...bare, events: ['t >= 3 : Y = 1'] }, /events\[0\].*got "Y"/],
    ['an event with a delay', { ...bare, events: ['late = t >= 3; 2 : X = 1'] }, /Delays are not supported/],
    ['a trigger that cannot change', { ...bare, events: ['1 > 2 : X = 1'] }, /a trigger that can change/],
    ['a trigger at an unclear time', { ...bare, events: ['sin(t) > 0.5 : X = 1'] }, /a trigger that compares with t itself/],
    ['a rule in a circle', { ...bare, rules: ['a = b', 'b = a'] }, /rules that do not lead back to themselves/],
    ['two rules for one name', { ...bare, rules: ['a = X', 'a = 2*X'] }, /one rule for each name/],
    ['a rule for what a reaction changes', { ...bare, rules: ['X = 3'] }, /species that no rule sets, got "X"/],
    ['an event for what a rule sets', { ...bare, rules: ['a = X'], events: ['t>1 : a = 2'] }, /that no rule sets, got "a"/],
    ['a species called t', { ...bare, initial: { X: 1, t: 2 } }, /names other than t, time/],
    ['a name for two things', { ...bare, parameters: { Mu: 1, X: 2 } }, /either a species or a parameter, got "X"/],
    ['an unknown column', { network: bare, columns: ['Y'] }, /columns\[0\].*got "Y"/],
    [
      'compartments',
      { network: { ...bare, needs_compartment_semantics: true } },
      /needs_compartment_semantics: true\. Compartment volumes are not supported/,
    ],
    ['compartments of a size', { ...bare, compartments: { Cell: 2 } }, /compartments of a size other than 1/],
    ['a case for another dialect', { sbml_only: true, network: bare }, /sbml_only: true/],
    ['two arrows', { ...bare, reactions: [['X -> 0 -> X', 1]] }, /expected one arrow/],
    ['an arrow both ways', { ...bare, reactions: [['X <-> 0', 1]] }, /expected terms such as 2A \+ B/],
  ];
  test.each(cases)('%s', (_name, document, words) => {
    expect(() => read(document)).toThrow(words);
    expect(() => read(document)).toThrow(/^[^\n]+$/);
  });

  test('broken JSON, with its place', () => {
    expect(() => parseJson('{"initial": {"X": 1},\n "reactions": [,]}', 'net.json')).toThrow(
      '[net.json] line 2, column 16: expected JSON, got ",]}". Repair it there.',
    );
    expect(() => parseJson('{"a": 1', 'net.json')).toThrow(/line 1, column 8: expected JSON, got the end/);
    expect(() => parseJson('', 'net.json')).toThrow(/line 1, column 1: expected JSON, got nothing/);
  });

  test('the place of a mistake is where JSON stops, wherever a letter is struck', () => {
    const sound = JSON.stringify({ a: [1, -2.5e3, true, null, 'x\\n"'], b: { c: {} }, d: [] });
    expect(jsonFault(sound)).toBe(sound.length);
    fc.assert(
      fc.property(fc.nat(sound.length - 1), fc.constantFrom(...'{}[],:"x1 '), (at, letter) => {
        const broken = sound.slice(0, at) + letter + sound.slice(at + 1);
        try {
          JSON.parse(broken);
        } catch {
          // An unclosed string is told where it opens, before what was struck.
          expect(jsonFault(broken)).toBeLessThanOrEqual(broken.length);
          expect(() => parseJson(broken, 'x')).toThrow(/^\[x\] line 1, column \d+: expected JSON, got /);
          return;
        }
        expect(jsonFault(broken)).toBe(broken.length);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('parameters that are not there', () => {
    expect(read(bare, { params: { Mu: 2 } }).reactions[0].text).toBe('Mu*X');
    expect(() => read(bare, { params: { Nu: 2 } })).toThrow(/--param\] expected one of its parameters: Mu, got "Nu"/);
  });

  test('what is everybody’s parent is nobody’s member', () => {
    expect(() =>
      read(JSON.parse('{"initial": {"__proto__": 3, "X": 1}, "reactions": [{"products": {"X": 1}, "rate": "toString"}]}')),
    ).toThrow(/got "toString"/);
  });
});
