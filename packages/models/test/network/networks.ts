/** Networks that between them use every part of the format. */
export const birthDeath = {
  initial: { X: 100 },
  parameters: { Lambda: 0.1, Mu: 0.11 },
  reactions: [
    { name: 'Birth', reactants: { X: 1 }, products: { X: 2 }, rate: 'Lambda*X' },
    { name: 'Death', reactants: { X: 1 }, products: {}, rate: 'Mu*X' },
  ],
};

export const binding = {
  initial: { A: 20, B: 15, C: 0 },
  reactions: [
    ['A + B -> C', 0.1],
    ['C -> A + B', 1],
  ],
};

/** Counts in threes: X of 3 become one Y. */
export const threes = {
  initial: { X: 0, Y: 0 },
  reactions: [['0 -> X', 2]],
  events: ['bundle = X >= 3 : X = 0; Y = Y + 1'],
};

/** Everything at once: rules in rates, events by time and state, a rate in steps, a thinned one, an assignment at firing. */
export const everything = {
  initial: { X: 10, Y: 2, S: 1 },
  boundary_species: ['S'],
  parameters: { k: 2, low: 0.1, mark: 0 },
  rules: ['total = X + Y', 'crowd = total/20'],
  reactions: [
    { name: 'in', reactants: { S: 1 }, products: { X: 1 }, rate: 't < 2.5 ? k : 2*k' },
    { name: 'turn', reactants: { X: 1 }, products: { Y: 1 }, rate: 'kk*X*max(0, 1 - crowd)', local_parameters: { kk: 0.5 } },
    { name: 'pair', equation: '2Y -> X', rate_constant: 'low' },
    { name: 'wave', products: { Y: 1 }, rate: '1 + sin(t)', bound: '2', assign: 'mark = t' },
    { name: 'out', reactants: { Y: 1 }, products: {}, rate: 'low*Y*(mark > 0)' },
  ],
  events: ['reset = t >= 4 : X = 5, k = 1', 'cap = Y > 12 : Y = 6', 'late = 2*t > X + 12 : X = X + 10'],
  columns: ['X', 'Y', 'total', 'mark', 'k'],
};
