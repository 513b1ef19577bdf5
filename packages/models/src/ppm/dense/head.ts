/** What stands on top of the last layer, in double precision, for one row of scores from `at` on. */
export interface Head {
  /** softmax(scores) − 1[label], rounded once to `out` from `to` on; [classes]. */
  delta(scores: Float32Array, at: number, label: number, out: Float32Array, to: number): void;
  /** −ln softmax(scores)_label; nats. */
  loss(scores: Float32Array, at: number, label: number): number;
  /** The class of the largest score, the first of equals; NaN where a score is none. */
  winner(scores: Float32Array, at: number): number;
}

export function head(classes: number): Head {
  const weights = new Float64Array(classes);
  /** ln Σ e^score = the largest score + ln of what is returned. */
  function spread(scores: Float32Array, at: number): readonly [most: number, total: number] {
    let most = scores[at];
    for (let c = 1; c < classes; c++) most = Math.max(most, scores[at + c]);
    let total = 0;
    for (let c = 0; c < classes; c++) total += weights[c] = Math.exp(scores[at + c] - most);
    return [most, total];
  }
  return {
    delta(scores, at, label, out, to) {
      const [, total] = spread(scores, at);
      for (let c = 0; c < classes; c++) out[to + c] = weights[c] / total - (c === label ? 1 : 0);
    },
    loss(scores, at, label) {
      const [most, total] = spread(scores, at);
      return Math.log(total) + most - scores[at + label];
    },
    winner(scores, at) {
      let best = 0;
      for (let c = 0; c < classes; c++) {
        if (Number.isNaN(scores[at + c])) return Number.NaN;
        if (scores[at + c] > scores[at + best]) best = c;
      }
      return best;
    },
  };
}
