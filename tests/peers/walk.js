// Walks the feed at the address given with OpenActive's own validator, and prints what it says of each page.
const { RpdeValidator } = require('@openactive/rpde-validator');

RpdeValidator(process.argv[2], { logCallback: () => {}, pageLimit: 100 }).then(
  (log) => console.log(JSON.stringify({ pages: log.pages })),
  (error) => { console.error(error); process.exit(1); },
);
