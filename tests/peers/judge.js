// Reads a list of opportunities from standard input, and prints what OpenActive's model validator says of each.
const { validate } = require('@openactive/data-model-validator');

async function judge() {
  const said = [];
  for (const item of JSON.parse(require('fs').readFileSync(0, 'utf8'))) {
    const errors = await validate(item, { loadRemoteJson: false });
    said.push(errors.map(({ severity, type, path, message }) => ({ severity, type, path, message })));
  }
  console.log(JSON.stringify(said));
}

judge().catch((error) => { console.error(error); process.exit(1); });
