/** Reactions by the time at which each is due, the next one first: a binary heap that knows where in it everybody is. */
export interface DueHeap {
  /** Times by reaction; [reactions]. To be written before `order` only. */
  readonly due: Float64Array;
  /** Puts everybody in order. */
  order(): void;
  /** Who is next. */
  next(): number;
  /** Gives one reaction another time. */
  change(reaction: number, time: number): void;
}

export function dueHeap(count: number): DueHeap {
  const due = new Float64Array(count);
  const heap = Int32Array.from({ length: count }, (_, at) => at);
  const place = heap.slice();

  function up(reaction: number, time: number, from: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = heap[above];
      if (!(time < due[other])) break;
      heap[at] = other;
      place[other] = at;
      at = above;
    }
    heap[at] = reaction;
    place[reaction] = at;
  }
  function down(reaction: number, time: number, from: number): void {
    let at = from;
    for (let below = 2 * at + 1; below < count; below = 2 * at + 1) {
      let other = heap[below];
      if (below + 1 < count) {
        const right = heap[below + 1];
        if (due[right] < due[other]) {
          other = right;
          below++;
        }
      }
      if (!(due[other] < time)) break;
      heap[at] = other;
      place[other] = at;
      at = below;
    }
    heap[at] = reaction;
    place[reaction] = at;
  }

  return {
    due,
    order() {
      for (let at = (count >> 1) - 1; at >= 0; at--) down(heap[at], due[heap[at]], at);
    },
    next: () => heap[0],
    change(reaction, time) {
      const earlier = time < due[reaction];
      due[reaction] = time;
      if (earlier) up(reaction, time, place[reaction]);
      else down(reaction, time, place[reaction]);
    },
  };
}
