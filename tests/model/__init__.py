"""An executable model of the feed (spec/2-feed.md) and of federation (spec/4-federation.md): small programs that keep the rules.

How to read it

- `rules.py` names every requirement that can be switched off, and the faults; `feed.py` says what a publisher and a harvester are.
- `publisher.py`, `cache.py` and `harvester.py` keep the rules. Each rule is one function, and names its requirement.
- `machine.py` does anything to them in any order (Hypothesis), and compares what the harvester holds with the truth whenever
  the harvester says that it has everything.
- `test_feed_model.py` says for which rules that holds, and what goes wrong when a rule is switched off.
- `test_schedules.py` has the shortest way to each fault, written out.
- `federation.py` and `test_federation_model.py` are the same for hubs that harvest each other.

How the faults are named

A *lost item* is live but not held. A *zombie item* is held but gone. A *lost version* is held as it no longer is. An item has
*gone back* when an older version replaced a newer one. A harvester *never ends* when it cannot say that it has everything, however
long nothing changes, and *starts over* when it reads everything again though nothing has changed. F1 to F16 are the known ways to
get there; `FAULTS` in `rules.py` lists them.

What is left out

Addresses (F10, F11), numbers too large for a program (F13), the brake, quarantine and dumps: conformance vectors cover them. There
are four items, two on a page, one harvester and two caches: every fault known needs no more.

How real code is driven by the same machine

`FeedMachine` knows only the protocols `Writer`, `Between` and `Harvester` of `feed.py`, and the clock; `run` takes a function that
makes a `World` of them. `FederationMachine` takes any `Network` in the same way.

- `real_publisher.py` is a `ChangeFeed` over SQLite, whose transaction may stay open while others read.
- `real_harvester.py` lets the real `harvest`, over a real store, go on until it asks for its next page. So anything can happen
  between two pages, and a run can be killed there.
- `transport.py` is the door between them: caches, and a network that fails, delays, repeats, and answers with another page.
- `test_real_feed_model.py` says that nothing is ever claimed falsely, and what goes wrong with a rule of the code switched off.

How long it looks

`make test` tries the same few thousand examples every time. `make soak` tries others, and many more; OPENHUB_MODEL_EXAMPLES says
how many.
"""
