// The order that the API gives rows in, for a row that comes in between.

/** Amounts as the texts they are: a number would lose cents of a large one. */
function compareAmounts(one, other) {
  const [whole, part = ""] = one.split(".");
  const [otherWhole, otherPart = ""] = other.split(".");
  const digits = Math.max(part.length, otherPart.length);
  const [left, right] = [BigInt(whole + part.padEnd(digits, "0")), BigInt(otherWhole + otherPart.padEnd(digits, "0"))];
  return left < right ? -1 : Number(left > right);
}

const compareTexts = (one, other) => (one < other ? -1 : Number(one > other));

/** Whether a row stands before another, by an `ordering` of the API; those alike stand by their ids. */
function standsBefore(ordering) {
  const name = ordering.replace("-", "");
  const compare = name === "amount" ? compareAmounts : compareTexts;
  const sign = ordering.startsWith("-") ? -1 : 1;
  return (row, other) => sign * (compare(row[name], other[name]) || row.id - other.id) < 0;
}

/** The place in `rows`, which are in order, where `row` belongs. */
export function placeOf(row, rows, ordering) {
  const before = standsBefore(ordering);
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(rows[middle], row)) low = middle + 1;
    else high = middle;
  }
  return low;
}
