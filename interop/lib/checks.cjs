// Runs cases one after the other: a line `1..N`, then `ok CASE` or `not ok CASE: REASON` for each.

exports.equal = function equal(expected, actual) {
  const [e, a] = [JSON.stringify(expected), JSON.stringify(actual)];
  if (e !== a) {
    throw new Error(`expected ${e}, got ${a}`);
  }
};

/** Runs the cases, pairs of a name and a function; gives the lines to print. */
exports.linesOf = async function linesOf(cases) {
  const lines = [`1..${cases.length}`];
  for (const [name, run] of cases) {
    try {
      await run();
      lines.push(`ok ${name}`);
    } catch (error) {
      lines.push(`not ok ${name}: ${String(error.message).replaceAll('\n', ' ')}`);
    }
  }
  return lines;
};
