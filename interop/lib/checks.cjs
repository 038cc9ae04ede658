// Runs cases one after the other: prints `1..N`, then `ok CASE` or `not ok CASE: REASON` for each.

exports.equal = function equal(expected, actual) {
  const [e, a] = [JSON.stringify(expected), JSON.stringify(actual)];
  if (e !== a) {
    throw new Error(`expected ${e}, got ${a}`);
  }
};

exports.runCases = async function runCases(cases) {
  console.log(`1..${cases.length}`);
  for (const [name, run] of cases) {
    try {
      await run();
      console.log(`ok ${name}`);
    } catch (error) {
      console.log(`not ok ${name}: ${String(error.message).replaceAll('\n', ' ')}`);
    }
  }
};
