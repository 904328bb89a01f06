// What all measurements share: medians, two sides taken in turn, and how a line of the table is made and judged.

/** The middle of some figures. */
export function median(figures) {
  const sorted = [...figures].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Takes two or more sides in turn, so often, so that what else the machine does meets all alike: each side is a function
 * that gives a figure. Gives the figures by the sides' names.
 */
export async function inTurn(times, sides, progress) {
  const figures = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (let time = 1; time <= times; time += 1)
    for (const [name, take] of Object.entries(sides)) {
      progress(`${time}/${times} ${name}`);
      figures[name].push(await take());
    }
  return figures;
}

/** Goals, each told and judged on a line's `ratio` or, where there is no other side, on its `ours`. */
export const goals = {
  ratioAtLeast: (bound) => ({ text: `≥ ${bound}×`, met: ({ ratio }) => ratio >= bound }),
  ratioAtMost: (bound) => ({ text: `≤ ${bound}×`, met: ({ ratio }) => ratio <= bound }),
  atLeast: (bound) => ({ text: `≥ ${bound}`, met: ({ ours }) => ours >= bound }),
  atMost: (bound, unit) => ({ text: `≤ ${bound} ${unit}`, met: ({ ours }) => ours <= bound }),
};

/**
 * A line of the table. `ours` and `theirs` are figures or lists of them, of which the median counts; `missing` names a peer
 * that could not be had, in place of `theirs`. Without a `goal` it is told and not judged.
 */
export function line({ what, ours, against = '', theirs = null, missing = null, unit = '', goal = null, note = '' }) {
  const one = (figures) => (Array.isArray(figures) ? median(figures) : figures);
  const judged = { ours: one(ours), theirs: theirs === null ? null : one(theirs) };
  judged.ratio = judged.theirs === null ? null : judged.ours / judged.theirs;
  const verdict = missing ? 'not measured' : goal ? (goal.met(judged) ? 'met' : 'missed') : '';
  return { what, against, unit, missing, note, goal: goal?.text ?? '', verdict, ...judged };
}
