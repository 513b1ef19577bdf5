// What the pieces of these tests run.
export const square = (piece, power, { tick }) => {
  tick();
  if (typeof piece !== 'number') throw new Error('not a number');
  return piece ** power;
};
