// Checks so many generated opportunities, one by one, with OpenActive's own validator: a session series of about 2 kB.
const { validate } = require(require.resolve("@openactive/data-model-validator", { paths: [process.cwd()] }));

function series(number) {
  return {
    '@context': 'https://openactive.io/',
    '@type': 'SessionSeries',
    '@id': `https://bench.example/api/${number}`,
    name: `Chair yoga, Leeds group ${number}`,
    description: 'Everybody is welcome, whether they have done this before or not. '.repeat(8),
    url: `https://bench.example/${number}`,
    activity: [{
      '@type': 'Concept',
      '@id': 'https://openactive.io/activity-list#bf1a5e00-cdcf-465d-8c5a-6f57040b7f7e',
      prefLabel: 'Yoga',
      inScheme: 'https://openactive.io/activity-list',
    }],
    organizer: { '@type': 'Organization', '@id': 'https://bench.example/org', name: 'Leeds Neighbours (example)' },
    location: {
      '@type': 'Place',
      name: 'Leeds Hall',
      address: { '@type': 'PostalAddress', streetAddress: '7 Foundry Street', addressLocality: 'Leeds', postalCode: 'LS6 3HN', addressCountry: 'GB' },
      geo: { '@type': 'GeoCoordinates', latitude: 53.8191, longitude: -1.5725 },
    },
    eventSchedule: [{ '@type': 'PartialSchedule', repeatFrequency: 'P1W', startTime: '18:30', endTime: '20:00', byDay: ['https://schema.org/Tuesday'], scheduleTimezone: 'Europe/London' }],
    offers: [{ '@type': 'Offer', '@id': 'https://bench.example/offer', name: 'Everybody', price: 4.5, priceCurrency: 'GBP' }],
  };
}

(async () => {
  for (let number = 0; number < Number(process.argv[2]); number += 1) {
    await validate(series(number), { loadRemoteJson: false });
  }
})();
