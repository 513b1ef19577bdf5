/** Nodes and weights of Gauss-Legendre quadrature on [0, 1]: exact for polynomials of degree 2n − 1 [Abramowitz1964]. */
export function gaussLegendre(n: number): { readonly nodes: Float64Array; readonly weights: Float64Array } {
  const [nodes, weights] = [new Float64Array(n), new Float64Array(n)];
  for (let j = 0; j < n; j++) {
    let z = Math.cos((Math.PI * (j + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let pass = 0; pass < 100; pass++) {
      let [p, before] = [1, 0];
      for (let degree = 1; degree <= n; degree++) [p, before] = [((2 * degree - 1) * z * p - (degree - 1) * before) / degree, p];
      slope = (n * (z * p - before)) / (z * z - 1);
      const correction = p / slope;
      z -= correction;
      if (Math.abs(correction) < 1e-16) break;
    }
    nodes[j] = (1 - z) / 2;
    weights[j] = 1 / ((1 - z * z) * slope * slope);
  }
  return { nodes, weights };
}
