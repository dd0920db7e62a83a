// Follows the feed at the address given with OpenActive's own harvester; at each end of the feed prints what it holds as a line
// of JSON, and then waits for a line of standard input before it asks again.
const { harvestRPDE } = require('@openactive/harvesting-utils');
const lines = require('readline').createInterface({ input: process.stdin })[Symbol.asyncIterator]();

const held = new Map();
let atEnd = false;

harvestRPDE({
  baseUrl: process.argv[2],
  feedContextIdentifier: 'OpenHub',
  headers: async () => ({}),
  isOrdersFeed: false,
  processPage: async ({ rpdePage }) => {
    for (const item of rpdePage.items) {
      if (item.state === 'deleted') held.delete(item.id); else held.set(item.id, item.modified);
    }
  },
  onReachedEndOfFeed: async () => {
    console.log(JSON.stringify(Object.fromEntries(held)));
    atEnd = true;
  },
  optionallyWaitBeforeNextRequest: async () => {
    if (atEnd && (await lines.next()).done) process.exit(0);
    atEnd = false;
  },
  loggingFns: { log: () => {}, logError: console.error, logErrorDuringHarvest: console.error },
  config: { howLongToSleepAtFeedEnd: () => 0, REQUEST_LOGGING_ENABLED: false },
}).then(({ error }) => { console.error(error); process.exit(1); });
